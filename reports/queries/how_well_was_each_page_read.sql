-- view: out_page
-- question: How was each page read, how well, and what is in doubt?
-- column: link: The page at the publisher; null where the document came from a folder
select d.document_id, d.title, d.country, d.year, d.language, d.format, g.page, g.route, g.grade,
       g.reasons, g.width_points, g.height_points, g.reader,
       case when d.link is null then null
            when d.format = 'pdf' and g.page is not null then d.link || '#page=' || g.page
            else d.link end as link
from page g
join out_document d using (document_id)

-- view: out_speaker
-- question: What kinds of bodies do the documents come from, and do they hope, promise, instruct or report?
-- column: country: Country of the documents
-- column: kind: Kind of document, as document.kind has it
-- column: year: Year of the documents
-- column: body_kind: Kind of the body that issued them, as organisation.kind has it; "not known" where neither publisher nor title tells a declared body
-- column: document_count: Documents with sentences in scope, excerpts left out
-- column: sentence_count: Their sentences in scope
-- column: vision_count: Sentences that state a hope
-- column: commitment_count: Sentences that commit the publisher itself
-- column: mandate_count: Sentences that instruct or recommend that others act
-- column: result_count: Sentences that report what exists or was done
with bodies as (
    select found_in, country, name, any_value(organisation_id) as organisation_id
    from organisation_name_match where found_in in ('publisher', 'title')
    group by found_in, country, name
), issued as (
    select d.document_id, d.country, d.year, coalesce(o.kind, 'not known') as body_kind,
           d.kind
    from document d
    left join bodies b on b.country = d.country
         and b.found_in = case when d.publisher is null then 'title' else 'publisher' end
         and b.name = coalesce(d.publisher, d.title)
    left join organisation o using (organisation_id)
    where not d.is_excerpt and d.year is not null
)
select i.country, i.year, i.body_kind, i.kind, count(distinct i.document_id) as document_count,
       count(*) as sentence_count,
       count(*) filter (s.type = 'vision') as vision_count,
       count(*) filter (s.type = 'commitment') as commitment_count,
       count(*) filter (s.type = 'mandate') as mandate_count,
       count(*) filter (s.type = 'result') as result_count
from sentence s join issued i using (document_id)
where s.in_scope and s.has_codebook
group by i.country, i.year, i.body_kind, i.kind

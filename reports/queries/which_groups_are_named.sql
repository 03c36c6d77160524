-- view: out_named_group
-- question: Which groups of people do documents name when they speak of data and AI, and which never?
-- column: year: Year of the documents
-- column: label: What the group is called; the words looked for are in sought_group
-- column: position: Place in the declared list, from 0
-- column: sentence_count: Sentences in scope in languages that have words for the group, excerpts left out
-- column: document_count: Documents with such sentences
-- column: naming_sentence_count: Of sentence_count, those that name the group
-- column: naming_document_count: Of document_count, those that name it at least once
-- column: naming_sentence_share: naming_sentence_count / sentence_count, from 0 to 1
-- column: naming_document_share: naming_document_count / document_count, from 0 to 1
-- column: has_few_documents: True below three documents: too few for a headline
with spoken as (
    select d.country, d.year, s.document_id, s.language, count(*) as sentence_count
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
    group by all
), sought as (
    select p.country, p.year, g.group_id, any_value(g.label) as label,
           any_value(g.position) as position, sum(p.sentence_count)::integer as sentence_count,
           count(distinct p.document_id) as document_count
    from spoken p join sought_group g using (language)
    group by p.country, p.year, g.group_id
), named as (
    select d.country, d.year, m.group_id, count(*) as naming_sentence_count,
           count(distinct m.document_id) as naming_document_count
    from group_mention m join document d using (document_id)
    where not d.is_excerpt and d.year is not null
    group by d.country, d.year, m.group_id
)
select s.country, s.year, s.group_id, s.label, s.position, s.sentence_count, s.document_count,
       coalesce(n.naming_sentence_count, 0) as naming_sentence_count,
       coalesce(n.naming_document_count, 0) as naming_document_count,
       coalesce(n.naming_sentence_count, 0) / s.sentence_count as naming_sentence_share,
       coalesce(n.naming_document_count, 0) / s.document_count as naming_document_share,
       s.document_count < 3 as has_few_documents
from sought s left join named n using (country, year, group_id)

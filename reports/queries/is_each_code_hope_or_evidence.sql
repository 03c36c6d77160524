-- view: out_hope_or_evidence
-- question: Is each code promised as hope or reported as evidence, by country and year?
-- column: hope_count: Sentences that carry the code as a vision
-- column: promise_count: Sentences that carry it as a commitment or a mandate
-- column: evidence_count: Sentences that carry it as a reported result
-- column: caution_count: Sentences that carry it as a caution
-- column: claim_count: All sentences in scope that carry it, excerpts left out
-- column: evidence_share: evidence_count / claim_count, from 0 to 1
-- column: document_count: Documents that carry the code
select d.country, d.year, c.code, c.family,
       count(*) filter (s.type = 'vision') as hope_count,
       count(*) filter (s.type in ('commitment', 'mandate')) as promise_count,
       count(*) filter (s.type = 'result') as evidence_count,
       count(*) filter (s.type = 'caution') as caution_count,
       count(*) as claim_count,
       count(*) filter (s.type = 'result') / count(*) as evidence_share,
       count(distinct d.document_id) as document_count
from claim c
join sentence s using (sentence_id, document_id)
join document d using (document_id)
where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
group by d.country, d.year, c.code, c.family

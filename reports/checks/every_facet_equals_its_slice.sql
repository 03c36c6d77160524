-- The words shown for a facet must stand in its sentence where the offsets say, and every claim with facets has an actor, a horizon and a specificity.
select f.claim_id, f.facet, f.quote, s.text[f.start_char + 1 : f.end_char] as slice
from claim_facet f
left join claim c using (claim_id, document_id)
left join sentence s using (sentence_id, document_id)
where s.sentence_id is null or f.quote is distinct from s.text[f.start_char + 1 : f.end_char]
union all
select claim_id, 'actor, horizon or specificity', null, null
from claim_facet group by claim_id
having count(distinct facet) filter (facet in ('actor', 'horizon', 'specificity')) <> 3
    or count(*) filter (facet = 'horizon') <> 1

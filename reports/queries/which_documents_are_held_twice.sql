-- view: out_repeated_document
-- question: Which documents of one country and year share more than half of their sentences?
-- column: document_id: The document with the lower identity of the two
-- column: other_document_id: The document it shares its sentences with
-- column: shared_count: Different sentences of at least 30 characters that stand in both
-- column: shared_share: shared_count / sentences of the shorter of the two, above 0.5
with said as (
    select distinct d.country, d.year, s.document_id, hash(s.text) as text_hash
    from sentence s join document d using (document_id)
    where not d.is_excerpt and d.year is not null and length(s.text) >= 30
), sized as (
    select document_id, count(*) as sentence_count from said group by document_id
), common as (
    select country, year, text_hash, count(*) as document_count
    from said group by country, year, text_hash having document_count > 1
), rare as (
    -- More than half is shared, so at least one of the rarer half is: standing phrases, which
    -- thousands of documents have, need not be held against each other.
    select * from said left join common using (country, year, text_hash)
    qualify row_number() over (
        partition by document_id order by coalesce(document_count, 1), text_hash
    ) <= ceil(count(*) over (partition by document_id) / 2)
), candidate as (
    select distinct least(a.document_id, b.document_id) as document_id,
           greatest(a.document_id, b.document_id) as other_document_id
    from rare a join said b using (country, year, text_hash)
    where a.document_count > 1 and a.document_id <> b.document_id
), shared as (
    select a.country, a.year, document_id, other_document_id, count(*) as shared_count
    from candidate c
    join said a using (document_id)
    join said b on b.document_id = c.other_document_id and b.text_hash = a.text_hash
    group by a.country, a.year, document_id, other_document_id
)
select p.country, p.year, p.document_id, p.other_document_id, p.shared_count,
       p.shared_count / least(x.sentence_count, y.sentence_count) as shared_share
from shared p
join sized x on x.document_id = p.document_id
join sized y on y.document_id = p.other_document_id
where p.shared_count > least(x.sentence_count, y.sentence_count) / 2

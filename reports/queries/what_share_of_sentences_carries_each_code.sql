-- view: out_code_share
-- question: What share of a year's sentences about data and AI carries each code, by country?
-- column: year: Year of the documents
-- column: uncovered_sentence_count: Sentences of the country and year in languages without a codebook: they stand in no count beside this one
-- column: has_few_documents: True below three documents: too few for a headline
with uncovered as (
    select country, year, sum(uncovered_sentence_count)::integer as uncovered_sentence_count
    from out_uncovered_language group by country, year
)
select c.country, c.year, c.code, c.family, c.document_count, c.sentence_count, c.claim_count,
       c.claim_share, c.claim_share_low, c.claim_share_high, c.claim_interval,
       coalesce(u.uncovered_sentence_count, 0) as uncovered_sentence_count,
       c.document_count < 3 as has_few_documents
from comparison c left join uncovered u using (country, year)
where c.document_count > 0 or u.uncovered_sentence_count > 0

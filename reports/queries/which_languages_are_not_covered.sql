-- view: out_uncovered_language
-- question: How much is said in languages without a codebook, which no share counts, by country and year?
-- column: year: Year of the documents
-- column: language: Language of the sentences, ISO 639-1
-- column: uncovered_sentence_count: Sentences in the language, excerpts left out; whether they are in scope nobody has judged
-- column: uncovered_document_count: Documents that have such sentences
select d.country, d.year, s.language, count(*) as uncovered_sentence_count,
       count(distinct d.document_id) as uncovered_document_count
from sentence s join document d using (document_id)
where not s.has_codebook and not d.is_excerpt and d.year is not null
group by d.country, d.year, s.language

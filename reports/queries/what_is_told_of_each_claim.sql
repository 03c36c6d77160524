-- view: out_facet
-- question: Who acts, for whom, with what, when and how surely, claim by claim?
-- column: year: Year of the document; null where neither source nor file tells
-- column: sentence: The whole sentence
-- column: link: The sentence's page at the publisher; null where the document came from a folder
-- column: claim_quote: The strongest cue of the claim as it stands in the sentence
-- column: facet_year: The year that a horizon or date names
-- column: quote: The words that show the facet; null where none do
select f.claim_id, o.code, o.family, o.type, f.facet, f.value, f.organisation_id,
       f.year as facet_year, f.quote, f.start_char, f.end_char, o.quote as claim_quote, o.sentence,
       o.language, o.page, o.link, o.title, o.publisher, o.country, o.year, o.is_excerpt,
       o.sentence_id, o.document_id
from claim_facet f
join out_claim o using (claim_id, document_id)

-- view: out_metaphor_sentence
-- question: Which sentences use each image, and where do they stand?
-- column: metaphor: The image's name in the codebook
-- column: quote: The words of the image as they stand in the sentence
-- column: start_char: First character of the image's words in the sentence's text, from 0
-- column: end_char: Character after these words in the sentence's text
-- column: is_negated: Whether the claim is denied
-- column: title: Title of the document
-- column: year: Year of the document
-- column: language: Language of the sentence, ISO 639-1
-- column: page: Page of the file, from 1; null where the format has no pages
-- column: link: The sentence's page at the publisher; null where the document came from a folder
-- column: archived_as: Where the archive holds the document: a path below the home folder
select o.code, f.value as metaphor, f.quote, f.start_char, f.end_char,
       exists (select 1 from claim_facet n where n.claim_id = f.claim_id and n.facet = 'negation')
           as is_negated,
       o.claim_id, o.sentence_id, o.document_id, o.title, o.publisher, o.country, o.year, o.type,
       o.is_excerpt, o.language, o.page, o.link, o.archived_as
from claim_facet f join out_claim o using (claim_id)
where f.facet = 'metaphor' and o.in_scope and o.has_codebook and o.year is not null

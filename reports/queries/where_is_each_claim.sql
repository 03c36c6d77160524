-- view: out_claim
-- question: Which sentence carries which code, and where does it stand?
-- column: sentence: The whole sentence
-- column: language: Language of the sentence, ISO 639-1
-- column: link: The sentence's page at the publisher; null where the document came from a folder
-- column: archived_as: Where the archive holds the document: a path below the home folder
select c.claim_id, c.code, c.family, c.type, c.score, c.quote, s.text as sentence, s.page,
       s.language, s.sentence_id, s.in_scope, s.has_codebook, d.document_id, d.title, d.publisher,
       d.country, d.kind, d.year, d.is_excerpt,
       case when d.link is null then null
            when d.format = 'pdf' and s.page is not null then d.link || '#page=' || s.page
            else d.link end as link,
       d.archived_as, c.codebook_hash, c.coder_version
from claim c
join sentence s using (sentence_id, document_id)
join out_document d using (document_id)

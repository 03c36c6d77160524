-- view: out_document
-- question: Which documents are there, and how much in each speaks about data and AI?
-- column: language: Main language of the document, ISO 639-1
-- column: sentence_count: All its sentences, in scope or not
-- column: in_scope_count: Sentences in scope, in languages that have a codebook
-- column: claim_count: Claims in sentences in scope
-- column: link: Web address of the document at its publisher; null where it came from a folder
-- column: archived_as: Where the archive holds the bytes: a path below the home folder
with counted as (
    select document_id, count(*) as sentence_count,
           count(*) filter (in_scope and has_codebook) as in_scope_count
    from sentence group by document_id
), coded as (
    select document_id, count(*) as claim_count
    from claim join sentence using (sentence_id, document_id)
    where in_scope and has_codebook group by document_id
), stored as (
    select document_id, sha256, arg_max(archived_as, fetched_at) as archived_as
    from snapshot group by document_id, sha256
)
select d.document_id, d.title, d.publisher, d.country, d.kind, d.year, d.language, d.format,
       d.page_count, d.is_excerpt, d.note, d.licence, d.source_id,
       coalesce(c.sentence_count, 0) as sentence_count,
       coalesce(c.in_scope_count, 0) as in_scope_count,
       coalesce(k.claim_count, 0) as claim_count,
       case when regexp_matches(d.url, '^https?://') then d.url end as link,
       s.archived_as
from document d
left join counted c using (document_id)
left join coded k using (document_id)
left join stored s on s.document_id = d.document_id and s.sha256 = d.sha256

-- view: out_group_sentence
-- question: Which sentences name each group of people, and where do they stand?
-- column: label: What the group is called
-- column: position: Place in the declared list, from 0
-- column: quote: The words that name it
-- column: start_char: First character of the naming words in the sentence's text, from 0
-- column: end_char: Character after these words in the sentence's text
-- column: document_id: Identity of the document: a hash of its source and address, the same in every run
-- column: language: Language of the sentence, ISO 639-1
-- column: type: Type of the sentence: vision, commitment, mandate, result, caution or other
-- column: claim_id: A claim that the sentence carries, the surest one; null where it carries none
-- column: title: Title of the document
-- column: year: Year of the document
-- column: page: Page of the file, from 1; null where the format has no pages
-- column: link: The sentence's page at the publisher; null where the document came from a folder
-- column: archived_as: Where the archive holds the document: a path below the home folder
with labels as (
    select group_id, any_value(label) as label, any_value(position) as position
    from sought_group group by group_id
), surest as (
    select sentence_id, arg_max(claim_id, (score, claim_id)) as claim_id
    from claim group by sentence_id
)
select m.group_id, l.label, l.position, m.quote, m.start_char, m.end_char, m.sentence_id,
       u.claim_id, d.document_id, d.title, d.publisher, d.country, d.year, d.is_excerpt, s.page,
       s.language, s.type,
       case when d.link is null then null
            when d.format = 'pdf' and s.page is not null then d.link || '#page=' || s.page
            else d.link end as link,
       d.archived_as
from group_mention m
join labels l using (group_id)
join sentence s using (sentence_id, document_id)
join out_document d using (document_id)
left join surest u using (sentence_id)

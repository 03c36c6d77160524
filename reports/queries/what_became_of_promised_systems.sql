-- view: out_promise
-- question: What do the registers have on systems that commitments and mandates name?
-- column: country: Country of the document, as its code
-- column: year: Year of the document that makes the promise
-- column: link: The sentence's page at the publisher; null where the document came from a folder
-- column: system: The system as the sentence names it
-- column: type: commitment or mandate
-- column: sentence: The whole sentence that makes the promise
-- column: normal_name: The name in lower case, without accents and punctuation
-- column: language: Language of the sentence, ISO 639-1
-- column: state: What the registers of the country say: "on record as ...", "no longer listed", "no record found" or "no register loaded for the country"
-- column: match: "same name", or "name within the record's name" where exactly one system of the country has it
-- column: record_name: The system as the register names it
-- column: registers: Registers that have it
with mention as (
    select m.mention_id, m.sentence_id, m.document_id, m.name, m.type, d.country, d.year, d.title,
           d.publisher, d.is_excerpt, s.language, s.text as sentence, s.page, d.format, d.link, d.archived_as,
           trim(regexp_replace(lower(strip_accents(m.name)), '[^\p{L}\p{N}]+', ' ', 'g'))
               as normal_name
    from system_mention m
    join sentence s using (sentence_id, document_id)
    join out_document d using (document_id)
    where m.type in ('commitment', 'mandate')
), mentioned as (
    select distinct country, normal_name from mention where normal_name <> ''
), same as (
    select m.country, m.normal_name, o.name, o.status, o.registers, 'same name' as match
    from mentioned m join out_system o on o.country = m.country and o.normal_name = m.normal_name
), within as (
    select m.country, m.normal_name, any_value(o.name) as name, any_value(o.status) as status,
           any_value(o.registers) as registers, 'name within the record''s name' as match
    from mentioned m
    join out_system o on o.country = m.country
        and contains(' ' || o.normal_name || ' ', ' ' || m.normal_name || ' ')
    where length(m.normal_name) >= 5
      and (m.country, m.normal_name) not in (select (country, normal_name) from same)
    group by m.country, m.normal_name having count(*) = 1
), found as (
    select country, normal_name, match, string_agg(distinct name, '; ' order by name) as record_name,
           string_agg(distinct registers, ', ' order by registers) as registers,
           case when count(distinct status) filter (status not in ('unknown', 'no longer listed')) > 1
                then 'contradicted'
                else coalesce(min(status) filter (status not in ('unknown', 'no longer listed')),
                              min(status)) end as status
    from (from same union all from within)
    group by country, normal_name, match
)
select m.country, m.year, m.name as system, m.type,
       case when m.country not in (select country from deployment)
                then 'no register loaded for the country'
            when f.status is null then 'no record found'
            when f.status = 'unknown' then 'on record, status blank'
            when f.status = 'no longer listed' then 'no longer listed'
            when f.status = 'contradicted' then 'on record, statuses differ'
            else 'on record as ' || f.status end as state,
       f.match, f.record_name, f.registers, m.sentence, m.title, m.publisher, m.page,
       case when m.link is null then null
            when m.format = 'pdf' and m.page is not null then m.link || '#page=' || m.page
            else m.link end as link,
       m.archived_as, m.is_excerpt, m.language, m.normal_name, m.mention_id, m.sentence_id, m.document_id
from mention m
left join found f on f.country = m.country and f.normal_name = m.normal_name

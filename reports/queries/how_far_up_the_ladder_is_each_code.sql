-- view: out_ladder
-- question: How far from vision to production and retired has each code come, by country, body and year?
-- column: country: Country of the documents and of the national registers
-- column: body: The public body: named in the sentence as the one to act, else its publisher or, where none is stated, the one in the document's title; or the one that reports the system
-- column: year: Year of the document, or of the system's start, else of its record; null for systems without any year
-- column: code: The codebook id, or "all": every sentence in scope and every system, with codes or without
-- column: organisation_id: The body; null where it is not known and body has the name as written
-- column: vision_count: Sentences that state a hope; excerpts are left out of all sentence counts
-- column: commitment_count: Sentences that commit the publisher
-- column: mandate_count: Sentences that instruct others
-- column: result_count: Sentences that report what exists or was done
-- column: caution_count: Sentences that warn; beside the ladder
-- column: claim_count: All sentences that carry the code, those of no such type too; where code is "all" every sentence in scope
-- column: excerpt_claim_count: Such sentences in excerpts, which stand in no other column
-- column: document_count: Documents behind claim_count
-- column: planned_count: Systems on record as an idea or planned; null where no national register of the country is loaded, as in all columns of systems
-- column: development_count: Systems in development
-- column: pilot_count: Systems in a pilot
-- column: production_count: Systems in production
-- column: retired_count: Systems retired
-- column: unknown_count: Listed systems without a status: on no rung
-- column: contradicted_count: Systems with statuses that registers contradict: on no rung
-- column: no_longer_listed_count: Systems that only older editions of an inventory list, whatever they said: on no rung
-- column: system_count: All systems, each once, those on no rung too
-- column: record: In words: "on record", "no longer listed" (no system but such), "no system on record" or "no register loaded"
with registered as (
    select distinct country from out_national_system
    union
    select country from register where is_national
), counted as (
    select country, organisation_id, body, code, any_value(family) as family, year,
           count(*) filter (side = 'talk' and not is_excerpt and rung = 'vision') as vision_count,
           count(*) filter (side = 'talk' and not is_excerpt and rung = 'commitment')
               as commitment_count,
           count(*) filter (side = 'talk' and not is_excerpt and rung = 'mandate') as mandate_count,
           count(*) filter (side = 'talk' and not is_excerpt and rung = 'result') as result_count,
           count(*) filter (side = 'talk' and not is_excerpt and rung = 'caution') as caution_count,
           count(*) filter (side = 'talk' and not is_excerpt) as claim_count,
           count(*) filter (side = 'talk' and is_excerpt) as excerpt_claim_count,
           count(distinct document_id) filter (not is_excerpt) as document_count,
           count(distinct system_key) filter (rung in ('idea', 'planned')) as planned_count,
           count(distinct system_key) filter (rung = 'development') as development_count,
           count(distinct system_key) filter (rung = 'pilot') as pilot_count,
           count(distinct system_key) filter (rung = 'production') as production_count,
           count(distinct system_key) filter (rung = 'retired') as retired_count,
           count(distinct system_key) filter (rung = 'unknown') as unknown_count,
           count(distinct system_key) filter (rung = 'contradicted') as contradicted_count,
           count(distinct system_key) filter (rung = 'no longer listed') as no_longer_listed_count,
           count(distinct system_key) as system_count
    from out_rung group by country, organisation_id, body, code, year
)
select c.country, c.organisation_id, c.body, c.code, c.family, c.year, c.vision_count,
       c.commitment_count, c.mandate_count, c.result_count, c.caution_count, c.claim_count,
       c.excerpt_claim_count, c.document_count,
       if(r.country is null, null, c.planned_count) as planned_count,
       if(r.country is null, null, c.development_count) as development_count,
       if(r.country is null, null, c.pilot_count) as pilot_count,
       if(r.country is null, null, c.production_count) as production_count,
       if(r.country is null, null, c.retired_count) as retired_count,
       if(r.country is null, null, c.unknown_count) as unknown_count,
       if(r.country is null, null, c.contradicted_count) as contradicted_count,
       if(r.country is null, null, c.no_longer_listed_count) as no_longer_listed_count,
       if(r.country is null, null, c.system_count) as system_count,
       case when r.country is null then 'no register loaded'
            when c.system_count = 0 then 'no system on record'
            when c.system_count = c.no_longer_listed_count then 'no longer listed'
            else 'on record' end as record
from counted c left join registered r using (country)

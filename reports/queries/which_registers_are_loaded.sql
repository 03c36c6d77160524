-- view: out_register
-- question: Which registers are loaded, from which edition, and are their rows up to date?
-- column: row_count: Systems in table deployment
-- column: strategy_row_count: Of row_count, rows that name a strategy as their source: no evidence that what strategies promise was done
-- column: reason: Why the last run could not load it; null unless it is stale
-- column: next_step: What a person can do about that
-- column: register_id: The register
-- column: url: Where the publisher keeps its latest edition
-- column: edition_id: Edition that table deployment holds
-- column: country: ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)
select r.register_id, r.title, r.country, r.kind, r.is_national, r.series_id, r.publisher,
       r.licence, r.citation, r.url, r.edition_id, r.edition_on, r.edition_count, r.row_count,
       r.excluded_row_count, count(d.deployment_id) filter (d.is_from_strategy)
           as strategy_row_count,
       r.is_stale, r.stale_since_at, any_value(f.reason) as reason,
       any_value(f.next_step) as next_step
from register r
left join deployment d using (register_id)
left join fault f on f.stage = 'registers' and f.subject = r.register_id
group by all

-- view: out_who_promises
-- question: Who promises, who instructs and who reports results, by year?
-- column: document_count: Documents of the publisher in the year, excerpts left out
-- column: sentence_count: Their sentences in scope
-- column: vision_count: Sentences that state a hope
-- column: commitment_count: Sentences that commit the publisher itself
-- column: mandate_count: Sentences that instruct or recommend that others act
-- column: result_count: Sentences that report what exists or was done
-- column: promise_share: (commitment_count + mandate_count) / sentence_count, from 0 to 1
-- column: result_share: result_count / sentence_count, from 0 to 1
select d.country, d.year, coalesce(d.publisher, 'not stated') as publisher,
       count(distinct d.document_id) as document_count, count(*) as sentence_count,
       count(*) filter (s.type = 'vision') as vision_count,
       count(*) filter (s.type = 'commitment') as commitment_count,
       count(*) filter (s.type = 'mandate') as mandate_count,
       count(*) filter (s.type = 'result') as result_count,
       count(*) filter (s.type in ('commitment', 'mandate')) / count(*) as promise_share,
       count(*) filter (s.type = 'result') / count(*) as result_share
from sentence s join document d using (document_id)
where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
group by d.country, d.year, coalesce(d.publisher, 'not stated')

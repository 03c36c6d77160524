-- view: out_headline
-- question: How firm is each headline number, and what is its worst case?
-- column: value: The number as it stands, all years together
-- column: document_count: Documents that the talk's side rests on, excerpts left out; 0 where the number is of the record alone
-- column: lowest_value: Lowest outcome of any variant on the same scale
-- column: highest_value: Highest outcome of any variant on the same scale
-- column: worst_variant: The variant that moves the number most
-- column: worst_left_out: What that variant leaves out: a document_id, a cue or a register_id
-- column: worst_value: The number then
-- column: worst_difference: worst_value - value
-- column: rests_on: Variants that leave no number at all, such as the only document or register left out; null where none does
-- column: keeps_sign: For the gap: every variant puts the talk on the same side of the record; null for other numbers and where the gap is 0
-- column: all_sentence_share: The claims as a share of all sentences, in scope or not; times 1,000 it is per 1,000 sentences
-- column: document_share: Share of documents that carry the code at least once
-- column: code_rank: Rank of the code within its family and country by the number as it stands, 1 is the largest
-- column: document_rank: Rank of the code within its family and country by document_share
-- column: has_few_documents: True below three documents: too few for a headline; null where the number is of the record alone
with base as (
    select *, family is not null and not starts_with(code, 'any_') as is_code
    from sensitivity_variant where variant = 'as it stands'
), moved as (
    select number_id, min(value) filter (is_same_scale) as lowest_value,
           max(value) filter (is_same_scale) as highest_value,
           max(tried_count) filter (variant = 'one document left out') as document_count,
           any_value(value) filter (variant = 'share of all sentences') as all_sentence_share,
           any_value(value) filter (variant = 'share of documents') as document_share,
           string_agg(distinct variant, ', ' order by variant)
               filter (value is null and variant <> 'as it stands') as rests_on
    from sensitivity_variant group by number_id
), worst as (
    select number_id, variant, left_out, value, difference from sensitivity_variant
    where is_same_scale and variant <> 'as it stands' and difference <> 0
    qualify row_number() over (
        partition by number_id order by abs(difference) desc, variant, left_out
    ) = 1
)
select b.number_id, b.measure, b.country, b.family, b.code, b.value, b.part_count, b.whole_count,
       coalesce(m.document_count, 0) as document_count, m.lowest_value, m.highest_value,
       w.variant as worst_variant, w.left_out as worst_left_out, w.value as worst_value,
       w.difference as worst_difference, m.rests_on,
       case when b.measure = 'observed_gap' and b.value <> 0
            then sign(m.lowest_value) = sign(m.highest_value) end as keeps_sign,
       m.all_sentence_share, m.document_share,
       case when b.value is not null and b.is_code then rank() over (
           partition by b.measure, b.country, b.family, b.is_code order by b.value desc nulls last
       ) end as code_rank,
       case when m.document_share is not null and b.is_code then rank() over (
           partition by b.measure, b.country, b.family, b.is_code
           order by m.document_share desc nulls last
       ) end as document_rank,
       m.document_count < 3 as has_few_documents, b.reason
from base b
join moved m using (number_id)
left join worst w using (number_id)

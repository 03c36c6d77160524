-- view: out_sensitivity
-- question: What becomes of each headline number when one thing that it rests on is left out or changed?
-- column: country: Country code, as in sensitivity_variant
-- column: document_id: The document left out; null where something else is
-- column: title: Its title
-- column: register_id: The register left out; null where something else is
-- column: cue: The cue left out; null where something else is
select v.number_id, v.measure, v.country, v.family, v.code, v.variant, v.extreme, v.value,
       v.baseline, v.difference, v.tried_count, v.is_same_scale, v.reason, d.document_id, d.title,
       case when v.variant = 'one register left out' then v.left_out end as register_id,
       case when v.variant = 'one cue left out' then v.left_out end as cue
from sensitivity_variant v
left join document d on v.variant = 'one document left out' and d.document_id = v.left_out
where v.variant <> 'as it stands'

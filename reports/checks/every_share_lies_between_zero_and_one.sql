-- Shares are fractions, and an interval holds its share.
-- The columns are found by name, so that a new share of these tables is held to the rule as well.
select 'text_change' as place, concat_ws(' ', document_id, snapshot_id, column_of) as subject, share
from (unpivot text_change on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_share', concat_ws(' ', topic_id, period, column_of), share
from (unpivot topic_share on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_model', concat_ws(' ', model_id, column_of), share
from (unpivot topic_model on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_stability', concat_ws(' ', topic_id, column_of), share
from (unpivot topic_stability on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_lineage', concat_ws(' ', topic_id, earlier_topic_id, column_of), share
from (unpivot topic_lineage on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_link', concat_ws(' ', topic_id, other_topic_id, column_of), share
from (unpivot topic_link on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_part_share', concat_ws(' ', topic_id, period, part_by, part, column_of), share
from (unpivot topic_part_share on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_code', concat_ws(' ', topic_id, code, column_of), share
from (unpivot topic_code on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_change', concat_ws(' ', topic_id, year, column_of), share
from (unpivot topic_change on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_quality', concat_ws(' ', topic_id, column_of), share
from (unpivot topic_quality on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'topic_intrusion_score', concat_ws(' ', topic_id, column_of), share
from (unpivot topic_intrusion_score on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'register_coverage', concat_ws(' ', register_id, column_of), share
from (unpivot register_coverage on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'register_column', concat_ws(' ', register_id, column_name, column_of), share
from (unpivot register_column on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'comparison', concat_ws(' ', country, year, code, column_of), share
from (unpivot comparison on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'prevalence', concat_ws(' ', country, year, code, column_of), share
from (unpivot prevalence on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'gap', concat_ws(' ', country, code, reading, column_of), share
from (unpivot gap on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'lag_point', concat_ws(' ', unit, country, code, event, year_count, column_of), share
from (unpivot lag_point on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'scenario_index', concat_ws(' ', country, year, axis, column_of), share
from (unpivot scenario_index on columns('share(_low|_high|_least|_most)?$') into name column_of value share)
where share not between 0 and 1
union all
select 'comparison', concat_ws(' ', country, year, code), claim_share
from comparison
where claim_share not between claim_share_low and claim_share_high
   or deployment_share not between deployment_share_low and deployment_share_high
   or claim_count > sentence_count or coded_deployment_count > deployment_count
   or production_count > deployment_count
union all
select 'claim', claim_id, score from claim where score not between 0 and 1
union all
select 'page', concat_ws('/', document_id, page), grade from page
where grade not between 0 and 1 or (route = 'gap' and grade > 0)
union all
select 'passage', passage_id, grade from passage where grade not between 0 and 1

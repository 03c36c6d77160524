-- Every passage of a language and year has exactly one topic.
select model_id, language, period, sum(share) as share
from topic_share group by model_id, language, period
having abs(sum(share) - 1) > 0.001

-- view: out_word_change
-- question: Which words rose or fell most in a year against all years before, by language?
-- column: year: Year of the documents that are set against those before
-- column: direction: rose or fell
-- column: place: Place among the words of the direction, strongest first, from 1
select country, language, year, word, case when z_score > 0 then 'rose' else 'fell' end as direction,
       row_number() over (partition by country, language, year, z_score > 0
                          order by abs(z_score) desc, word) as place,
       word_count, all_word_count, document_count, all_document_count, earlier_word_count,
       earlier_all_word_count, earlier_document_count, earlier_all_document_count,
       log_odds_ratio, z_score
from word_change

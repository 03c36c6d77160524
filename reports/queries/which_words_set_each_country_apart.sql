-- view: out_country_word
-- question: Which words do a country's documents use more than those of other countries in the same language?
-- column: year: Documents of this year and of all years before are counted
-- column: place: Place among the country's words, strongest first, from 1
select country, language, year, word,
       row_number() over (partition by country, language, year order by g_squared desc, word)
           as place,
       word_count, all_word_count, document_count, all_document_count, other_word_count,
       other_all_word_count, g_squared
from country_word

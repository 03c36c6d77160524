-- view: out_register_column
-- question: How often does each register leave each of its columns blank?
-- column: row_count: Rows of the edition that are taken
-- column: register_id: The register
select r.country, c.register_id, c.column_name, c.used_for, c.row_count, c.blank_count,
       c.blank_share
from register_column c
join register r using (register_id)

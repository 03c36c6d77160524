-- One table per record of records.py, each column with its comment: the data dictionary is made from this file.
-- Keys are checked by reports/checks, not by the store: a primary key would make replacing partitions slow.

create table if not exists document_ref (
    document_id varchar not null,
    source_id varchar not null,
    url varchar not null,
    title varchar,
    publisher varchar,
    country varchar not null,
    kind varchar not null,
    year integer,
    language varchar,
    licence varchar,
    note varchar,
    is_excerpt boolean not null
);
comment on table document_ref is 'Documents that sources list';
comment on column document_ref.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column document_ref.source_id is 'The source declaration that lists the document, or "corpus" for a folder given on the command line';
comment on column document_ref.url is 'Address of the document or record: a web address or a path below the collected folder';
comment on column document_ref.title is 'Title as listed; null where the file must tell';
comment on column document_ref.publisher is 'The public body that issued the document, as its source names it';
comment on column document_ref.country is 'Country as declared: see document.country';
comment on column document_ref.kind is 'Kind of document: digital_strategy, ai_strategy, data_strategy, mandate_letter, annual_report, report or other';
comment on column document_ref.year is 'Year as listed; null where the file must tell';
comment on column document_ref.language is 'Language as declared; null where the file must tell';
comment on column document_ref.licence is 'Licence as stated at the source';
comment on column document_ref.note is 'What the source says about this copy';
comment on column document_ref.is_excerpt is 'True for excerpts: they count for quotes and not for rates';

create table if not exists snapshot (
    snapshot_id varchar not null,
    document_id varchar not null,
    url varchar not null,
    sha256 varchar not null,
    archived_as varchar not null,
    size_bytes integer not null,
    media_type varchar,
    http_status integer,
    etag varchar,
    last_modified varchar,
    fetched_at timestamp not null
);
comment on table snapshot is 'Bytes fetched, kept in the archive; never changed';
comment on column snapshot.snapshot_id is 'Identity of the snapshot: document and bytes';
comment on column snapshot.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column snapshot.url is 'Address it was fetched from';
comment on column snapshot.sha256 is 'SHA-256 of the bytes, and their name in the archive';
comment on column snapshot.archived_as is 'Where the archive holds the bytes: a path below the home folder';
comment on column snapshot.size_bytes is 'Size in bytes';
comment on column snapshot.media_type is 'Media type as the publisher states it';
comment on column snapshot.http_status is 'HTTP status; null for files from disk';
comment on column snapshot.etag is 'ETag header, for conditional requests';
comment on column snapshot.last_modified is 'Last-Modified header, for conditional requests';
comment on column snapshot.fetched_at is 'When it was fetched (UTC)';

create table if not exists document (
    document_id varchar not null,
    source_id varchar not null,
    title varchar not null,
    publisher varchar,
    country varchar not null,
    kind varchar not null,
    year integer,
    language varchar not null,
    format varchar not null,
    url varchar not null,
    licence varchar,
    note varchar,
    is_excerpt boolean not null,
    page_count integer,
    sha256 varchar not null,
    parser_version varchar not null
);
comment on table document is 'Documents that were read';
comment on column document.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column document.source_id is 'The source declaration that lists the document, or "corpus" for a folder given on the command line';
comment on column document.title is 'Title as listed by the source, else as read from the file';
comment on column document.publisher is 'The public body that issued the document, as its source names it';
comment on column document.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column document.kind is 'digital_strategy, ai_strategy, data_strategy, mandate_letter, annual_report, report or other';
comment on column document.year is 'Year of the document; null where neither source nor file tells';
comment on column document.language is 'Main language of the document, ISO 639-1';
comment on column document.format is 'Format by its bytes: pdf, html, docx, epub, xml, md, txt or csv';
comment on column document.url is 'Address of the document or record: a web address or a path below the collected folder';
comment on column document.licence is 'Licence as stated at the source';
comment on column document.note is 'What the source says about this copy';
comment on column document.is_excerpt is 'True for excerpts: they count for quotes and not for rates';
comment on column document.page_count is 'Pages; null where the format has none';
comment on column document.sha256 is 'SHA-256 of the bytes, and their name in the archive';
comment on column document.parser_version is 'Hash of the parser that read the document';

create table if not exists page (
    document_id varchar not null,
    page integer,
    route varchar not null,
    grade double not null,
    reasons varchar not null,
    width_points double,
    height_points double,
    reader varchar
);
comment on table page is 'How each page of a document was read, and how well; one row for the whole file where its format has no pages';
comment on column page.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column page.page is 'Page of the file, from 1; null where the format has no pages';
comment on column page.route is 'How it was read: text layer, OCR, gap (something is there that could not be read) or file (no pages)';
comment on column page.grade is 'How well the page was read, from 0 (not at all) to 1; pages without text have nothing to read badly and get 1';
comment on column page.reasons is 'What is doubtful about the page, separated by commas; empty where nothing is';
comment on column page.width_points is 'Width of the page in points, as it is read; null where the format has no pages';
comment on column page.height_points is 'Height of the page in points, as it is read; null where the format has no pages';
comment on column page.reader is 'Name and version of the program that read the page by OCR; null for other routes';

create table if not exists passage (
    passage_id varchar not null,
    document_id varchar not null,
    position integer not null,
    page integer,
    kind varchar not null,
    language varchar not null,
    heading_path varchar not null,
    text varchar not null,
    grade double not null,
    reasons varchar not null
);
comment on table passage is 'Paragraphs, headings, list items, tables and notes in reading order';
comment on column passage.passage_id is 'Identity of the passage';
comment on column passage.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column passage.position is 'Place in reading order, from 0';
comment on column passage.page is 'Page of the file, from 1; null where the format has no pages';
comment on column passage.kind is 'title, heading, prose, list_item, table, table_row, caption, footnote, running_head, pull_quote or contents';
comment on column passage.language is 'ISO 639-1 code of the language';
comment on column passage.heading_path is 'Headings above the passage, outermost first, joined by " > "';
comment on column passage.text is 'The text: line feeds, Unicode NFC';
comment on column passage.grade is 'How well the passage was read, from 0 (not at all) to 1';
comment on column passage.reasons is 'What is doubtful about the passage, separated by commas; empty where nothing is';

create table if not exists sentence (
    sentence_id varchar not null,
    passage_id varchar not null,
    document_id varchar not null,
    position integer not null,
    page integer,
    language varchar not null,
    start_char integer not null,
    end_char integer not null,
    text varchar not null,
    has_codebook boolean,
    in_scope boolean,
    type varchar
);
comment on table sentence is 'Sentences with their scope and type, whether or not they carry a code';
comment on column sentence.sentence_id is 'Identity of the sentence';
comment on column sentence.passage_id is 'The passage it stands in';
comment on column sentence.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column sentence.position is 'Place in the document''s reading order, from 0';
comment on column sentence.page is 'Page of the file, from 1; null where the format has no pages';
comment on column sentence.language is 'ISO 639-1 code of the language';
comment on column sentence.start_char is 'First character of the sentence in its passage''s text, from 0';
comment on column sentence.end_char is 'Character after the sentence in its passage''s text';
comment on column sentence.text is 'The text: line feeds, Unicode NFC';
comment on column sentence.has_codebook is 'False where the codebook has no cues in the language: scope and type are then not judged, and the sentence stays out of every rate';
comment on column sentence.in_scope is 'Whether its subject is data, AI, other digital technology, or how these are used and governed';
comment on column sentence.type is 'Type of the sentence: vision, commitment, mandate, result, caution or other';

create table if not exists sentence_box (
    sentence_id varchar not null,
    document_id varchar not null,
    position integer not null,
    page integer not null,
    left_points double not null,
    low_points double not null,
    right_points double not null,
    high_points double not null
);
comment on table sentence_box is 'Where sentences stand on the pages of PDFs: a row for each page and column that a sentence runs over';
comment on column sentence_box.sentence_id is 'Identity of the sentence';
comment on column sentence_box.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column sentence_box.position is 'Place among the boxes of the sentence in reading order, from 0';
comment on column sentence_box.page is 'Page of the file, from 1';
comment on column sentence_box.left_points is 'Left edge in points from the left edge of the page';
comment on column sentence_box.low_points is 'Lower edge in points from the foot of the page';
comment on column sentence_box.right_points is 'Right edge in points from the left edge of the page';
comment on column sentence_box.high_points is 'Upper edge in points from the foot of the page';

create table if not exists claim (
    claim_id varchar not null,
    sentence_id varchar not null,
    document_id varchar not null,
    code varchar not null,
    family varchar not null,
    type varchar not null,
    score double not null,
    quote varchar not null,
    codebook_hash varchar not null,
    coder_version varchar not null
);
comment on table claim is 'One code that one sentence carries';
comment on column claim.claim_id is 'Identity of the claim: sentence and code';
comment on column claim.sentence_id is 'Identity of the sentence';
comment on column claim.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column claim.code is 'The codebook id of the imaginary or constraint';
comment on column claim.family is 'imaginary or constraint';
comment on column claim.type is 'Type of the sentence: vision, commitment, mandate, result, caution or other';
comment on column claim.score is 'How sure the coder is, from 0 to 1';
comment on column claim.quote is 'The strongest cue as it stands in the sentence';
comment on column claim.codebook_hash is 'Hash of the codebook the coding rests on';
comment on column claim.coder_version is 'Hash of the coder that made the coding';

create table if not exists claim_cue (
    claim_id varchar not null,
    document_id varchar not null,
    start_char integer not null,
    end_char integer not null,
    quote varchar not null,
    cue varchar not null
);
comment on table claim_cue is 'The words in a sentence that made a claim';
comment on column claim_cue.claim_id is 'Identity of the claim: sentence and code';
comment on column claim_cue.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column claim_cue.start_char is 'First character of the cue in the sentence''s text, from 0';
comment on column claim_cue.end_char is 'Character after the cue in the sentence''s text';
comment on column claim_cue.quote is 'The cue as it stands in the sentence';
comment on column claim_cue.cue is 'The codebook''s cue that matched';

create table if not exists claim_facet (
    claim_id varchar not null,
    document_id varchar not null,
    facet varchar not null,
    value varchar not null,
    organisation_id varchar,
    year integer,
    start_char integer,
    end_char integer,
    quote varchar
);
comment on table claim_facet is 'What is told of a claim beside its code: who acts, for whom, with what, when, how surely; one row per facet found';
comment on column claim_facet.claim_id is 'Identity of the claim: sentence and code';
comment on column claim_facet.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column claim_facet.facet is 'actor, horizon and specificity (every claim has them), metaphor, beneficiary, technology, hedge, negation or reported';
comment on column claim_facet.value is 'actor: issuer, government, public_body, industry, technology, people or nobody; horizon: past, present, dated_future or undated_future; specificity: number, date, named_system or none; hedged, negated, reported; or the name of the metaphor, group or technology';
comment on column claim_facet.organisation_id is 'The public body that acts, an id of organisations.yml; null where it is named by kind only';
comment on column claim_facet.year is 'The year that a horizon or date names';
comment on column claim_facet.start_char is 'First character of the words that show it in the sentence''s text, from 0; null where none do';
comment on column claim_facet.end_char is 'Character after these words in the sentence''s text';
comment on column claim_facet.quote is 'The words as they stand in the sentence';

create table if not exists system_mention (
    mention_id varchar not null,
    sentence_id varchar not null,
    document_id varchar not null,
    name varchar not null,
    type varchar not null
);
comment on table system_mention is 'Systems that sentences name';
comment on column system_mention.mention_id is 'Identity of the mention: sentence and name';
comment on column system_mention.sentence_id is 'Identity of the sentence';
comment on column system_mention.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column system_mention.name is 'The system as the sentence names it';
comment on column system_mention.type is 'Type of the sentence';

create table if not exists topic (
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    position integer not null,
    label varchar not null,
    words varchar not null,
    passage_count integer not null
);
comment on table topic is 'Topics, one model per language';
comment on column topic.topic_id is 'Identity of the topic: a hash of its language and member passages';
comment on column topic.model_id is 'The fitted topic model';
comment on column topic.language is 'Language of the passages the topic was learnt from';
comment on column topic.position is 'Rank by size within the language, from 0';
comment on column topic.label is 'Short label made of its words';
comment on column topic.words is 'Words that set the topic apart, strongest first';
comment on column topic.passage_count is 'Passages assigned to the topic';

create table if not exists topic_share (
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    period integer not null,
    passage_count integer not null,
    period_passage_count integer not null,
    document_count integer not null,
    share double not null,
    words varchar not null
);
comment on table topic_share is 'Share of a year''s passages in the topic''s language that a topic takes';
comment on column topic_share.topic_id is 'Identity of the topic: a hash of its language and member passages';
comment on column topic_share.model_id is 'The fitted topic model';
comment on column topic_share.language is 'ISO 639-1 code of the language';
comment on column topic_share.period is 'Calendar year of the documents';
comment on column topic_share.passage_count is 'Passages of the topic in the period';
comment on column topic_share.period_passage_count is 'Passages of all topics of the language in the period';
comment on column topic_share.document_count is 'Documents of the language in the period, excerpts left out';
comment on column topic_share.share is 'passage_count / period_passage_count, from 0 to 1';
comment on column topic_share.words is 'Words that set the topic apart in this period';

create table if not exists topic_assignment (
    passage_id varchar not null,
    document_id varchar not null,
    topic_id varchar not null,
    model_id varchar not null,
    weight double not null
);
comment on table topic_assignment is 'The topic of each passage';
comment on column topic_assignment.passage_id is 'Identity of the passage';
comment on column topic_assignment.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column topic_assignment.topic_id is 'Identity of the topic: a hash of its language and member passages';
comment on column topic_assignment.model_id is 'The fitted topic model';
comment on column topic_assignment.weight is 'How well the passage fits its topic, from 0 to 1';

create table if not exists register_edition (
    register_id varchar not null,
    edition_id varchar not null,
    edition_on varchar not null,
    url varchar not null,
    sha256 varchar not null,
    archived_as varchar not null,
    size_bytes integer not null,
    etag varchar,
    last_modified varchar,
    fetched_at timestamp not null
);
comment on table register_edition is 'Editions of registers as collected, kept in the archive';
comment on column register_edition.register_id is 'The register';
comment on column register_edition.edition_id is 'Edition of the register: its date and, where dates repeat, a short hash';
comment on column register_edition.edition_on is 'Date of the edition, at the grain known';
comment on column register_edition.url is 'Address or path it was collected from';
comment on column register_edition.sha256 is 'SHA-256 of the bytes, and their name in the archive';
comment on column register_edition.archived_as is 'Where the archive holds the bytes: a path below the home folder';
comment on column register_edition.size_bytes is 'Size in bytes';
comment on column register_edition.etag is 'ETag header, for conditional requests';
comment on column register_edition.last_modified is 'Last-Modified header, for conditional requests';
comment on column register_edition.fetched_at is 'When it was collected (UTC)';

create table if not exists deployment (
    register_id varchar not null,
    deployment_id varchar not null,
    edition_id varchar not null,
    country varchar not null,
    organisation varchar not null,
    name varchar not null,
    description varchar,
    purpose varchar,
    technology varchar,
    status varchar not null,
    status_raw varchar not null,
    status_basis varchar not null,
    start_on varchar,
    start_basis varchar,
    record_on varchar,
    year integer,
    year_basis varchar not null,
    url varchar,
    source_file varchar not null,
    row_number integer not null,
    row_json varchar not null
);
comment on table deployment is 'Systems on record, from each register''s latest edition only';
comment on column deployment.register_id is 'The register';
comment on column deployment.deployment_id is 'Identity of the system within its register';
comment on column deployment.edition_id is 'Edition of the register: its date and, where dates repeat, a short hash';
comment on column deployment.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column deployment.organisation is 'The public body that reports the system';
comment on column deployment.name is 'Name of the system';
comment on column deployment.description is 'What the system is, in the register''s words';
comment on column deployment.purpose is 'Purpose or benefit, in the register''s words';
comment on column deployment.technology is 'Technology, in the register''s words';
comment on column deployment.status is 'idea, planned, development, pilot, production, retired or unknown; a blank is unknown, never production';
comment on column deployment.status_raw is 'The status as the register has it; empty where it is blank';
comment on column deployment.status_basis is 'How the status was read: stated or blank';
comment on column deployment.start_on is 'Start at the grain known: YYYY, YYYY-MM or YYYY-MM-DD';
comment on column deployment.start_basis is 'What start_on is the date of';
comment on column deployment.record_on is 'Date of the record itself, at the grain known; not a start';
comment on column deployment.year is 'Year used in comparisons: of the start where known, else of the record';
comment on column deployment.year_basis is 'start, record or unknown';
comment on column deployment.url is 'Address of the record or project';
comment on column deployment.source_file is 'File the row stands in';
comment on column deployment.row_number is 'Row of that file, from 1 after the header';
comment on column deployment.row_json is 'The row as it stands, without contact fields, as JSON';

create table if not exists deployment_status (
    register_id varchar not null,
    deployment_id varchar not null,
    edition_id varchar not null,
    edition_on varchar not null,
    name varchar not null,
    organisation varchar not null,
    status varchar not null,
    status_raw varchar not null
);
comment on table deployment_status is 'Status of each system in each edition of its register';
comment on column deployment_status.register_id is 'The register';
comment on column deployment_status.deployment_id is 'Identity of the system within its register';
comment on column deployment_status.edition_id is 'Edition of the register: its date and, where dates repeat, a short hash';
comment on column deployment_status.edition_on is 'Date of the edition, at the grain known';
comment on column deployment_status.name is 'Name of the system';
comment on column deployment_status.organisation is 'The public body that reports the system';
comment on column deployment_status.status is 'idea, planned, development, pilot, production, retired or unknown; a blank is unknown, never production';
comment on column deployment_status.status_raw is 'The status as the register has it; empty where it is blank';

create table if not exists deployment_claim (
    register_id varchar not null,
    deployment_id varchar not null,
    code varchar not null,
    family varchar not null,
    score double not null,
    quote varchar not null,
    codebook_hash varchar not null,
    coder_version varchar not null
);
comment on table deployment_claim is 'Codes that a register''s own text about a system carries';
comment on column deployment_claim.register_id is 'The register';
comment on column deployment_claim.deployment_id is 'Identity of the system within its register';
comment on column deployment_claim.code is 'The codebook id of the imaginary or constraint';
comment on column deployment_claim.family is 'imaginary or constraint';
comment on column deployment_claim.score is 'How sure the coder is, from 0 to 1';
comment on column deployment_claim.quote is 'The words of the span';
comment on column deployment_claim.codebook_hash is 'Hash of the codebook the coding rests on';
comment on column deployment_claim.coder_version is 'Hash of the coder that made the coding';

create table if not exists comparison (
    country varchar not null,
    year integer not null,
    code varchar not null,
    family varchar not null,
    document_count integer not null,
    sentence_count integer not null,
    claim_count integer not null,
    claim_share double,
    claim_share_low double,
    claim_share_high double,
    claim_interval varchar not null,
    deployment_count integer,
    production_count integer,
    coded_deployment_count integer,
    deployment_share double,
    deployment_share_low double,
    deployment_share_high double
);
comment on table comparison is 'Talk and record of a country, year and code, side by side';
comment on column comparison.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column comparison.year is 'Year the document or record belongs to';
comment on column comparison.code is 'The codebook id of the imaginary or constraint';
comment on column comparison.family is 'imaginary or constraint';
comment on column comparison.document_count is 'Documents behind the shares, excerpts left out';
comment on column comparison.sentence_count is 'Sentences in scope, excerpts left out';
comment on column comparison.claim_count is 'Of them, sentences that carry the code';
comment on column comparison.claim_share is 'claim_count / sentence_count; null where no sentence is in scope';
comment on column comparison.claim_share_low is 'Lower end of the 95 % interval';
comment on column comparison.claim_share_high is 'Upper end of the 95 % interval';
comment on column comparison.claim_interval is 'How the interval was made: bootstrap over documents, or Wilson where documents are too few';
comment on column comparison.deployment_count is 'Systems on record for the year, any status; null where no register of the country is loaded';
comment on column comparison.production_count is 'Of them, in production';
comment on column comparison.coded_deployment_count is 'Of deployment_count, systems whose register text carries the code';
comment on column comparison.deployment_share is 'coded_deployment_count / deployment_count';
comment on column comparison.deployment_share_low is 'Lower end of the 95 % Wilson interval';
comment on column comparison.deployment_share_high is 'Upper end of the 95 % Wilson interval';

create table if not exists prevalence (
    country varchar not null,
    year integer not null,
    code varchar not null,
    family varchar not null,
    document_count integer not null,
    sentence_count integer not null,
    claim_count integer not null,
    claim_share double,
    claim_share_low double,
    claim_share_high double,
    claim_interval varchar not null,
    corrected_share double,
    corrected_share_low double,
    corrected_share_high double,
    method varchar not null,
    reason varchar,
    gold_sha256 varchar,
    measured_coder_version varchar
);
comment on table prevalence is 'Shares of codes corrected for the coder''s measured error';
comment on column prevalence.country is 'Country code as in document, or "all": every collected country together';
comment on column prevalence.year is 'Year of the documents';
comment on column prevalence.code is 'The codebook id of the imaginary or constraint';
comment on column prevalence.family is 'imaginary or constraint';
comment on column prevalence.document_count is 'Documents behind the shares, excerpts left out';
comment on column prevalence.sentence_count is 'Sentences in scope, excerpts left out';
comment on column prevalence.claim_count is 'Of them, sentences that carry the code';
comment on column prevalence.claim_share is 'claim_count / sentence_count; null where no sentence is in scope';
comment on column prevalence.claim_share_low is 'Lower end of the 95 % interval';
comment on column prevalence.claim_share_high is 'Upper end of the 95 % interval';
comment on column prevalence.claim_interval is 'How the interval was made: bootstrap over documents, or Wilson where documents are too few';
comment on column prevalence.corrected_share is 'claim_share without the coder''s misses and false alarms; null where reason says why';
comment on column prevalence.corrected_share_low is 'Lower end of the 95 % interval, the doubt about the coder''s error included';
comment on column prevalence.corrected_share_high is 'Upper end of the 95 % interval, the doubt about the coder''s error included';
comment on column prevalence.method is 'rogan_gladen, prediction_powered (gold of this very country and year) or none';
comment on column prevalence.reason is 'Why there is no corrected share; null where there is one';
comment on column prevalence.gold_sha256 is 'SHA-256 of the gold that the coder''s error was measured on';
comment on column prevalence.measured_coder_version is 'Hash of the coder whose error was measured; claim.coder_version is that of the one that coded';

create table if not exists coding (
    coding_id varchar not null,
    coder_id varchar not null,
    coder_kind varchar not null,
    subject_id varchar not null,
    document varchar not null,
    language varchar not null,
    text_before varchar not null,
    text varchar not null,
    code varchar,
    type varchar not null,
    coded_on varchar,
    codebook_hash varchar not null,
    imported_at timestamp not null
);
comment on table coding is 'What each coder, person or machine, said of a sentence: a row per code; added to, never replaced';
comment on column coding.coding_id is 'Identity of the coding, the same in all its rows: coder, sentence and when it was imported';
comment on column coding.coder_id is 'The coder: a role or a public body, never a person''s name';
comment on column coding.coder_kind is 'human or machine';
comment on column coding.subject_id is 'The sentence coded: its sentence_id, or its id in a gold file';
comment on column coding.document is 'The document as the coder''s file names it, or else subject_id';
comment on column coding.language is 'ISO 639-1 code of the language';
comment on column coding.text_before is 'The text just before, as the coder saw it';
comment on column coding.text is 'The sentence as the coder saw it';
comment on column coding.code is 'The codebook id of the imaginary or constraint; null where the coder gave the sentence none';
comment on column coding.type is 'Type of the sentence: vision, commitment, mandate, result, caution or other';
comment on column coding.coded_on is 'When it was coded, as the coder''s file says';
comment on column coding.codebook_hash is 'Hash of the codebook when the coding was imported';
comment on column coding.imported_at is 'When it was imported (UTC); a coder''s latest coding of a sentence is the one that counts';

create table if not exists fault (
    fault_id varchar not null,
    stage varchar not null,
    subject varchar not null,
    document_id varchar,
    reason varchar not null,
    next_step varchar not null,
    first_seen_at timestamp not null,
    last_seen_at timestamp not null,
    tries integer not null
);
comment on table fault is 'Files and rows that a stage could not take';
comment on column fault.fault_id is 'Identity of the fault: stage, subject and reason';
comment on column fault.stage is 'Stage of the run';
comment on column fault.subject is 'The file, address or register row';
comment on column fault.document_id is 'The document, where it is one';
comment on column fault.reason is 'What is wrong, with the value';
comment on column fault.next_step is 'What a person can do about it';
comment on column fault.first_seen_at is 'When it was first seen (UTC)';
comment on column fault.last_seen_at is 'When it was last seen (UTC)';
comment on column fault.tries is 'Runs that met it';

create table if not exists stage_input (
    stage varchar not null,
    subject_id varchar not null,
    input_hash varchar not null,
    finished_at timestamp not null
);
comment on table stage_input is 'What each stage last worked from';
comment on column stage_input.stage is 'Stage of the run';
comment on column stage_input.subject_id is 'The document, register or "all"';
comment on column stage_input.input_hash is 'Hash of everything the stage worked from';
comment on column stage_input.finished_at is 'When it was done (UTC)';

create table if not exists run (
    run_id varchar not null,
    stage varchar not null,
    started_at timestamp not null,
    finished_at timestamp not null,
    done_count integer not null,
    skipped_count integer not null,
    fault_count integer not null,
    detail varchar not null
);
comment on table run is 'Stages of runs, with their outcome';
comment on column run.run_id is 'Identity of the run';
comment on column run.stage is 'Stage of the run';
comment on column run.started_at is 'Start (UTC)';
comment on column run.finished_at is 'End (UTC)';
comment on column run.done_count is 'Units worked on';
comment on column run.skipped_count is 'Units unchanged and not worked on again';
comment on column run.fault_count is 'Units that became faults';
comment on column run.detail is 'What was done, in words';

-- One table per record of records/, each column with its comment: the data dictionary is made from this file.
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
    is_excerpt boolean not null,
    key varchar,
    published_on varchar,
    withdrawn_on varchar,
    government varchar,
    alternative_of varchar
);
comment on table document_ref is 'Documents that sources list or have listed';
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
comment on column document_ref.key is 'The publisher''s own key of the document, such as a number that stays when the address changes; null where it has none';
comment on column document_ref.published_on is 'Date of publication as the publisher states it, ISO 8601';
comment on column document_ref.withdrawn_on is 'Date on which the publisher withdrew the document, ISO 8601; it stays in the series';
comment on column document_ref.government is 'The government of the day, where the publisher states it';
comment on column document_ref.alternative_of is 'The document that has the same text in another format and is read instead; null where this one is read';

create table if not exists sighting (
    document_id varchar not null,
    source_id varchar not null,
    first_seen_at timestamp not null,
    last_seen_at timestamp not null,
    vanished_at timestamp,
    withdrawn_seen_at timestamp,
    undeclared_at timestamp
);
comment on table sighting is 'When each document was listed first and last; one that vanished is marked and stays';
comment on column sighting.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column sighting.source_id is 'The source declaration that lists the document, or "corpus" for a folder given on the command line';
comment on column sighting.first_seen_at is 'When the document was first found in its source (UTC)';
comment on column sighting.last_seen_at is 'When the document was last found in its source (UTC)';
comment on column sighting.vanished_at is 'When a complete listing first lacked the document, or its source was declared no longer (UTC); null while it is listed';
comment on column sighting.withdrawn_seen_at is 'When it was learned that the publisher has withdrawn the document (UTC); document_ref.withdrawn_on has the day it states';
comment on column sighting.undeclared_at is 'When the document''s source was found to be declared no longer (UTC): it is not read, and its history stays; null while the source is declared';

create table if not exists response (
    response_id varchar not null,
    source_id varchar not null,
    url varchar not null,
    final_url varchar not null,
    http_status integer not null,
    sha256 varchar,
    archived_as varchar,
    size_bytes integer,
    media_type varchar,
    etag varchar,
    last_modified varchar,
    headers_json varchar not null,
    asked_at timestamp not null
);
comment on table response is 'Every answer of a publisher: listings, documents, "not modified" and refusals; rows are only ever added';
comment on column response.response_id is 'Identity of the answer';
comment on column response.source_id is 'The source or register that it was asked for';
comment on column response.url is 'Address that was asked';
comment on column response.final_url is 'Address that answered, after redirects';
comment on column response.http_status is 'HTTP status; 304 says that the bytes held before still stand';
comment on column response.sha256 is 'SHA-256 of the bytes that came, or that still stand; null for refusals';
comment on column response.archived_as is 'Where the archive holds the bytes: a path below the home folder; null where they are not kept';
comment on column response.size_bytes is 'Size in bytes, decompressed; null for refusals and streams';
comment on column response.media_type is 'Media type as the publisher states it';
comment on column response.etag is 'ETag header, for conditional requests';
comment on column response.last_modified is 'Last-Modified header, for conditional requests';
comment on column response.headers_json is 'Further headers that matter, as a JSON object with names in lower case';
comment on column response.asked_at is 'When it was asked (UTC)';

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
    fetched_at timestamp not null,
    final_url varchar,
    licence varchar,
    citation varchar
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
comment on column snapshot.final_url is 'Address that answered, after redirects; null for files from disk';
comment on column snapshot.licence is 'Licence as stated at the source';
comment on column snapshot.citation is 'How to cite these bytes: publisher, year, title, address, date and digest';

create table if not exists text_change (
    document_id varchar not null,
    before_snapshot_id varchar not null,
    snapshot_id varchar not null,
    added_sentence_count integer not null,
    removed_sentence_count integer not null,
    kept_share double,
    difference varchar not null,
    parser_version varchar not null
);
comment on table text_change is 'How the text of a document differs between two of its snapshots';
comment on column text_change.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column text_change.before_snapshot_id is 'The snapshot before';
comment on column text_change.snapshot_id is 'The snapshot whose text is compared with it';
comment on column text_change.added_sentence_count is 'Sentences that only the new text has';
comment on column text_change.removed_sentence_count is 'Sentences that only the old text had';
comment on column text_change.kept_share is 'Sentences in both, as a share of those in either; null where one of them cannot be read';
comment on column text_change.difference is 'The changed sentences in reading order, each after "+" or "-"; empty where only bytes differ; a reason where one cannot be read';
comment on column text_change.parser_version is 'Hash of the parser that read both';

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
comment on column claim_facet.organisation_id is 'The public body that acts, an id of the table organisation; null where it is named by kind only';
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
comment on column topic.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
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
    words varchar not null,
    share_low double,
    share_high double,
    interval varchar not null,
    has_few_documents boolean not null
);
comment on table topic_share is 'Share of a year''s passages in the topic''s language that a topic takes';
comment on column topic_share.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_share.model_id is 'The fitted topic model';
comment on column topic_share.language is 'ISO 639-1 code of the language';
comment on column topic_share.period is 'Calendar year of the documents';
comment on column topic_share.passage_count is 'Passages of the topic in the period';
comment on column topic_share.period_passage_count is 'Passages of all topics of the language in the period';
comment on column topic_share.document_count is 'Documents of the language in the period, excerpts left out';
comment on column topic_share.share is 'passage_count / period_passage_count, from 0 to 1';
comment on column topic_share.words is 'Words that set the topic apart in this period';
comment on column topic_share.share_low is 'Lower end of the 95 % interval of the share';
comment on column topic_share.share_high is 'Upper end of the 95 % interval of the share';
comment on column topic_share.interval is 'bootstrap: whole documents drawn anew; wilson: too few documents, or all or none of the passages, for that; then by the number of passages that the documents are worth; none: not measured';
comment on column topic_share.has_few_documents is 'True below three documents: shown as small';

create table if not exists topic_assignment (
    passage_id varchar not null,
    document_id varchar not null,
    topic_id varchar not null,
    model_id varchar not null,
    weight double not null,
    is_weak boolean not null
);
comment on table topic_assignment is 'The topic of each passage';
comment on column topic_assignment.passage_id is 'Identity of the passage';
comment on column topic_assignment.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column topic_assignment.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_assignment.model_id is 'The fitted topic model';
comment on column topic_assignment.weight is 'How well the passage fits its topic, from 0 to 1';
comment on column topic_assignment.is_weak is 'No known word, or the next topic fits hardly less';

create table if not exists topic_model (
    model_id varchar not null,
    language varchar not null,
    embedder varchar not null,
    topic_count integer not null,
    count_basis varchar not null,
    is_seeded boolean not null,
    is_multilingual boolean not null,
    seed integer not null,
    earlier_model_id varchar,
    kept_topic_share double,
    passage_count integer not null,
    document_count integer not null,
    unknown_passage_count integer not null,
    weak_passage_count integer not null,
    seed_count integer not null,
    bootstrap_count integer not null,
    tested_passage_count integer not null,
    seed_jaccard_share double,
    bootstrap_jaccard_share double,
    adjusted_rand double,
    agreement_share double,
    is_unstable boolean not null,
    note varchar not null,
    fitted_at timestamp not null
);
comment on table topic_model is 'How a language''s topics were fitted, and how much of them another fit finds again';
comment on column topic_model.model_id is 'The fitted topic model';
comment on column topic_model.language is 'Language of the passages; a multilingual model has a row for each';
comment on column topic_model.embedder is 'What turned passages into vectors, with its settings';
comment on column topic_model.topic_count is 'Topics of the model';
comment on column topic_model.count_basis is 'Where the number of topics comes from: set by a person, by size of the corpus, or searched';
comment on column topic_model.is_seeded is 'Whether the codebook''s codes were the first topics to start from';
comment on column topic_model.is_multilingual is 'Whether one model reads all languages, so that topics have one identity in all';
comment on column topic_model.seed is 'Seed of the fit';
comment on column topic_model.earlier_model_id is 'The model whose topics this one started from and was matched to';
comment on column topic_model.kept_topic_share is 'Share of the earlier model''s topics that were kept, from 0 to 1';
comment on column topic_model.passage_count is 'Passages that have a topic, in the language';
comment on column topic_model.document_count is 'Documents that the passages are of';
comment on column topic_model.unknown_passage_count is 'Passages without a known word, put with the rest of their document';
comment on column topic_model.weak_passage_count is 'Passages whose next topic fits hardly less';
comment on column topic_model.seed_count is 'Fits under other seeds that stability was measured with';
comment on column topic_model.bootstrap_count is 'Fits on 80 % of the documents that stability was measured with';
comment on column topic_model.tested_passage_count is 'Passages that stability was measured on: all, or those of a sample of documents';
comment on column topic_model.seed_jaccard_share is 'Mean over topics and other seeds of the best match''s Jaccard index of members';
comment on column topic_model.bootstrap_jaccard_share is 'Mean over topics and samples of documents of the best match''s Jaccard index of members';
comment on column topic_model.adjusted_rand is 'Mean adjusted Rand index over pairs of seeds: 1 is equal, 0 is chance';
comment on column topic_model.agreement_share is 'Share of passages that most seeds put in the topic that the model gives';
comment on column topic_model.is_unstable is 'Whether the mean over topics is below the bound under which a topic is unstable';
comment on column topic_model.note is 'What a reader should know of the fit';
comment on column topic_model.fitted_at is 'When the model was fitted, UTC';

create table if not exists topic_stability (
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    seed_jaccard_share double,
    bootstrap_jaccard_share double,
    agreement_share double,
    is_unstable boolean not null
);
comment on table topic_stability is 'How much of each topic is found again under other seeds and with other documents';
comment on column topic_stability.topic_id is 'Identity of the topic';
comment on column topic_stability.model_id is 'The fitted topic model';
comment on column topic_stability.language is 'Language of the topic';
comment on column topic_stability.seed_jaccard_share is 'Mean over other seeds of the Jaccard index of the topic and its best match';
comment on column topic_stability.bootstrap_jaccard_share is 'Mean over fits on 80 % of the documents of the Jaccard index of the topic and its best match';
comment on column topic_stability.agreement_share is 'Share of the topic''s passages that most seeds put in the same topic';
comment on column topic_stability.is_unstable is 'Whether either index is below the bound, so that the topic may be an accident of the fit';

create table if not exists topic_lineage (
    language varchar not null,
    model_id varchar not null,
    earlier_model_id varchar not null,
    topic_id varchar,
    earlier_topic_id varchar,
    relation varchar not null,
    shared_passage_count integer not null,
    jaccard_share double not null,
    topic_part_share double not null,
    earlier_part_share double not null
);
comment on table topic_lineage is 'What became of the topics of the model before, by the passages that both models hold';
comment on column topic_lineage.language is 'Language of the topics; mul for one model of several';
comment on column topic_lineage.model_id is 'The present topic model';
comment on column topic_lineage.earlier_model_id is 'The topic model before it';
comment on column topic_lineage.topic_id is 'Topic of the present model; null where an earlier topic died';
comment on column topic_lineage.earlier_topic_id is 'Topic of the earlier model; null where a topic was born';
comment on column topic_lineage.relation is 'kept, split (drawn mostly from an earlier topic), merged (an earlier topic that went mostly there), born or died';
comment on column topic_lineage.shared_passage_count is 'Passages that are in both topics; for born and died, of the topic that both models hold';
comment on column topic_lineage.jaccard_share is 'Passages in both topics over passages in either, of those that both models hold';
comment on column topic_lineage.topic_part_share is 'Share of the present topic''s passages that come from the earlier topic, of those that both models hold';
comment on column topic_lineage.earlier_part_share is 'Share of the earlier topic''s passages that went to the present topic, of those that both models hold';

create table if not exists topic_link (
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    other_topic_id varchar not null,
    other_model_id varchar not null,
    other_language varchar not null,
    score_share double not null,
    shared_codes varchar not null,
    shared_terms varchar not null
);
comment on table topic_link is 'Topics of two languages that are about the same; each is the other''s best match, and they are never added up';
comment on column topic_link.topic_id is 'Topic in the first language by alphabet';
comment on column topic_link.model_id is 'The topic model of the first language';
comment on column topic_link.language is 'The first language by alphabet';
comment on column topic_link.other_topic_id is 'Topic in the second language';
comment on column topic_link.other_model_id is 'The topic model of the second language';
comment on column topic_link.other_language is 'The second language';
comment on column topic_link.score_share is 'How alike the two are in codes and terms, from 0 to 1';
comment on column topic_link.shared_codes is 'Codes that both topics carry more of than their language does, the strongest first';
comment on column topic_link.shared_terms is 'Words that begin alike in both topics';

create table if not exists topic_part_share (
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    period integer not null,
    part_by varchar not null,
    part varchar not null,
    passage_count integer not null,
    period_passage_count integer not null,
    document_count integer not null,
    share double not null,
    share_low double not null,
    share_high double not null,
    interval varchar not null,
    has_few_documents boolean not null
);
comment on table topic_part_share is 'Share of a year''s passages of one country, or of one kind of document, that a topic takes';
comment on column topic_part_share.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_part_share.model_id is 'The fitted topic model';
comment on column topic_part_share.language is 'Language of the passages, ISO 639-1';
comment on column topic_part_share.period is 'Calendar year of the documents';
comment on column topic_part_share.part_by is 'What the passages are divided by: country or document_kind';
comment on column topic_part_share.part is 'The country''s code, or the kind of document';
comment on column topic_part_share.passage_count is 'Passages of the topic in the period and part';
comment on column topic_part_share.period_passage_count is 'Passages of all topics of the language in the period and part';
comment on column topic_part_share.document_count is 'Documents of the language in the period and part, excerpts left out';
comment on column topic_part_share.share is 'passage_count / period_passage_count, from 0 to 1';
comment on column topic_part_share.share_low is 'Lower end of the 95 % interval of the share';
comment on column topic_part_share.share_high is 'Upper end of the 95 % interval of the share';
comment on column topic_part_share.interval is 'bootstrap: whole documents drawn anew; wilson: too few documents, or all or none of the passages, for that; then by the number of passages that the documents are worth';
comment on column topic_part_share.has_few_documents is 'True below three documents: shown as small';

create table if not exists topic_code (
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    code varchar not null,
    family varchar not null,
    document_count integer not null,
    sentence_count integer not null,
    claim_count integer not null,
    claim_share double not null,
    claim_share_low double not null,
    claim_share_high double not null,
    interval varchar not null,
    language_claim_share double not null
);
comment on table topic_code is 'How many of a topic''s sentences in scope carry each code, beside those of all topics of the language';
comment on column topic_code.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_code.model_id is 'The fitted topic model';
comment on column topic_code.language is 'Language of the passages, ISO 639-1';
comment on column topic_code.code is 'Code of the claim';
comment on column topic_code.family is 'imaginary or constraint';
comment on column topic_code.document_count is 'Documents with a sentence in scope in the topic';
comment on column topic_code.sentence_count is 'Sentences in scope in the topic''s passages, excerpts left out';
comment on column topic_code.claim_count is 'Of these, sentences that carry the code';
comment on column topic_code.claim_share is 'claim_count / sentence_count, from 0 to 1';
comment on column topic_code.claim_share_low is 'Lower end of the 95 % interval of the share';
comment on column topic_code.claim_share_high is 'Upper end of the 95 % interval of the share';
comment on column topic_code.interval is 'bootstrap: whole documents drawn anew; wilson: too few documents, or all or none of the sentences, for that; then by the number of sentences that the documents are worth';
comment on column topic_code.language_claim_share is 'Share of the sentences in scope of all topics of the language that carry the code';

create table if not exists topic_change (
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    year integer not null,
    year_low integer not null,
    year_high integer not null,
    year_share double not null,
    document_count_before integer not null,
    document_count_after integer not null,
    share_before double not null,
    share_after double not null,
    chance_share double not null,
    is_change boolean not null
);
comment on table topic_change is 'Years in which a topic''s share seems to have moved to another level';
comment on column topic_change.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_change.model_id is 'The fitted topic model';
comment on column topic_change.language is 'Language of the passages, ISO 639-1';
comment on column topic_change.year is 'First year on the new level';
comment on column topic_change.year_low is 'Lower end of the 95 % interval of that year, by drawing documents anew within their years';
comment on column topic_change.year_high is 'Upper end of the 95 % interval of that year';
comment on column topic_change.year_share is 'Share of the drawings that put the change in just this year';
comment on column topic_change.document_count_before is 'Documents of the years before, back to the change before if there is one';
comment on column topic_change.document_count_after is 'Documents of the years from this one on, up to the next change if there is one';
comment on column topic_change.share_before is 'Share of the topic before';
comment on column topic_change.share_after is 'Share of the topic from this year on';
comment on column topic_change.chance_share is 'Share of random orders of the documents over the years with a move as clear as this: a p-value, held down for the number of topics (Holm 1979)';
comment on column topic_change.is_change is 'True where that is at most 0.05';

create table if not exists topic_example (
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    position integer not null,
    passage_id varchar not null,
    document_id varchar not null,
    weight double not null
);
comment on table topic_example is 'Passages that show what a topic is about: those that fit it best, no two of a document while others are left';
comment on column topic_example.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_example.model_id is 'The fitted topic model';
comment on column topic_example.language is 'Language of the passages, ISO 639-1';
comment on column topic_example.position is 'Rank among the topic''s examples, from 0';
comment on column topic_example.passage_id is 'Identity of the passage';
comment on column topic_example.document_id is 'Identity of its document';
comment on column topic_example.weight is 'How well the passage fits its topic, from 0 to 1';

create table if not exists topic_quality (
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    npmi double,
    own_word_share double not null
);
comment on table topic_quality is 'Whether a topic''s words stand together and are its own';
comment on column topic_quality.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_quality.model_id is 'The fitted topic model';
comment on column topic_quality.language is 'Language of the passages, ISO 639-1';
comment on column topic_quality.npmi is 'Mean normalised pointwise mutual information of pairs of its words over passages, -1 to 1 (Bouma 2009); null with fewer than two words';
comment on column topic_quality.own_word_share is 'Share of its words that no other topic of the model has: its diversity';

create table if not exists topic_label (
    topic_id varchar not null,
    language varchar not null,
    given_label varchar not null,
    note varchar not null
);
comment on table topic_label is 'What people call topics; kept through refits';
comment on column topic_label.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_label.language is 'Language of the passages, ISO 639-1';
comment on column topic_label.given_label is 'The label that a person gave';
comment on column topic_label.note is 'What the person noted beside it';

create table if not exists topic_exclusion (
    passage_id varchar not null,
    document_id varchar not null,
    language varchar not null,
    reason varchar not null
);
comment on table topic_exclusion is 'Passages that take part in no topic, each with its reason';
comment on column topic_exclusion.passage_id is 'Identity of the passage';
comment on column topic_exclusion.document_id is 'Identity of its document';
comment on column topic_exclusion.language is 'Language of the passages, ISO 639-1';
comment on column topic_exclusion.reason is 'not_prose, poorly_read, few_letters, few_words, references, names or repeated: the first that holds';

create table if not exists topic_intrusion (
    item_id varchar not null,
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    words varchar not null,
    intruder varchar not null
);
comment on table topic_intrusion is 'Riddles by which people test topics: five words of a topic and one that is foreign to it';
comment on column topic_intrusion.item_id is 'Identity of the riddle: a hash of its topic and words';
comment on column topic_intrusion.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_intrusion.model_id is 'The fitted topic model';
comment on column topic_intrusion.language is 'Language of the passages, ISO 639-1';
comment on column topic_intrusion.words is 'The six words in the order in which they are shown';
comment on column topic_intrusion.intruder is 'The word that is foreign to the topic';

create table if not exists topic_intrusion_answer (
    item_id varchar not null,
    topic_id varchar not null,
    model_id varchar not null,
    language varchar not null,
    reader varchar not null,
    answer varchar not null,
    is_found boolean not null,
    answered_at timestamp not null
);
comment on table topic_intrusion_answer is 'What people took for the intruder';
comment on column topic_intrusion_answer.item_id is 'Identity of the riddle';
comment on column topic_intrusion_answer.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model';
comment on column topic_intrusion_answer.model_id is 'The fitted topic model';
comment on column topic_intrusion_answer.language is 'Language of the passages, ISO 639-1';
comment on column topic_intrusion_answer.reader is 'Who answered: a role, not a name';
comment on column topic_intrusion_answer.answer is 'The word that the person chose';
comment on column topic_intrusion_answer.is_found is 'Whether it is the intruder';
comment on column topic_intrusion_answer.answered_at is 'When the sheet was read in, UTC';

create table if not exists topic_intrusion_score (
    topic_id varchar,
    model_id varchar not null,
    language varchar not null,
    reader_count integer not null,
    answer_count integer not null,
    found_count integer not null,
    found_share double not null,
    found_share_low double not null,
    found_share_high double not null
);
comment on table topic_intrusion_score is 'How many intruders people found; by chance it is one in six (Chang and others 2009)';
comment on column topic_intrusion_score.topic_id is 'Identity of the topic, the same as long as the topic is kept from model to model; null for all topics of the language';
comment on column topic_intrusion_score.model_id is 'The fitted topic model';
comment on column topic_intrusion_score.language is 'Language of the passages, ISO 639-1';
comment on column topic_intrusion_score.reader_count is 'People who answered';
comment on column topic_intrusion_score.answer_count is 'Riddles answered, over all people';
comment on column topic_intrusion_score.found_count is 'Answers that found the intruder';
comment on column topic_intrusion_score.found_share is 'found_count / answer_count, from 0 to 1';
comment on column topic_intrusion_score.found_share_low is 'Lower end of the 95 % interval of the share (Wilson 1927)';
comment on column topic_intrusion_score.found_share_high is 'Upper end of the 95 % interval of the share (Wilson 1927)';

create table if not exists register (
    register_id varchar not null,
    title varchar not null,
    country varchar not null,
    is_national boolean not null,
    kind varchar not null,
    series_id varchar not null,
    publisher varchar not null,
    language varchar not null,
    licence varchar not null,
    url varchar not null,
    citation varchar,
    edition_id varchar not null,
    edition_on varchar not null,
    edition_count integer not null,
    row_count integer not null,
    excluded_row_count integer not null,
    is_stale boolean not null,
    stale_since_at timestamp,
    record_dates varchar not null
);
comment on table register is 'Registers that are loaded; what is not here has no row, which is not zero';
comment on column register.register_id is 'The register';
comment on column register.title is 'Name of the register';
comment on column register.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column register.is_national is 'Its rows may be counted for the country; false for lists of cities, of bodies above countries, and from research, which would count systems twice or for the wrong body';
comment on column register.kind is 'national, city, supranational or literature';
comment on column register.series_id is 'Equal for registers that are years of one inventory; else the register itself';
comment on column register.publisher is 'Who publishes it';
comment on column register.language is 'Language of its texts, ISO 639-1';
comment on column register.licence is 'Licence of its rows';
comment on column register.url is 'Where the publisher keeps its latest edition';
comment on column register.citation is 'How to cite it, where that is more than title and publisher';
comment on column register.edition_id is 'Edition that table deployment holds';
comment on column register.edition_on is 'Date of that edition, at the grain known';
comment on column register.edition_count is 'Editions that are held';
comment on column register.row_count is 'Systems in table deployment';
comment on column register.excluded_row_count is 'Rows of the edition that the declaration leaves out, such as systems without artificial intelligence';
comment on column register.is_stale is 'The last run could not load the register: its rows are those of an earlier run';
comment on column register.stale_since_at is 'When loading first failed (UTC); null unless it is stale';
comment on column register.record_dates is 'What a row''s record_on is the date of: entry (the row was entered or last edited), status (its status holds since), or statement (a row is written once, for that day, and never kept up)';

create table if not exists register_coverage (
    register_id varchar not null,
    must_contain varchar,
    reporters varchar,
    publication_rule varchar,
    reporting_since_on varchar,
    row_count integer not null,
    blank_status_count integer not null,
    blank_status_share double not null,
    body_count integer not null,
    declared_body_count integer,
    reporting_body_share double,
    last_change_on varchar not null,
    dormant_after_month_count integer not null,
    is_dormant boolean,
    body_kinds varchar,
    parts_report boolean not null
);
comment on table register_coverage is 'What each register must hold by its own rule, and how far it does';
comment on column register_coverage.register_id is 'The register';
comment on column register_coverage.must_contain is 'What it must contain by its own rule; null where no rule is declared';
comment on column register_coverage.reporters is 'Who has to report';
comment on column register_coverage.publication_rule is 'What is published of what is reported, which tilts its shares';
comment on column register_coverage.reporting_since_on is 'Since when the rule holds, at the grain known';
comment on column register_coverage.row_count is 'Systems in its latest edition';
comment on column register_coverage.blank_status_count is 'Of them, systems without a status';
comment on column register_coverage.blank_status_share is 'blank_status_count / row_count';
comment on column register_coverage.body_count is 'Different organisations as the register names them';
comment on column register_coverage.declared_body_count is 'Bodies that have to report, as declared; null where that is not known';
comment on column register_coverage.reporting_body_share is 'body_count / declared_body_count, at most 1; null where the latter is not known';
comment on column register_coverage.last_change_on is 'Date of the newest edition in which a system appeared, moved or vanished; where only one edition is held, of the newest record in it';
comment on column register_coverage.dormant_after_month_count is 'Months without a change after which it is called dormant, as declared';
comment on column register_coverage.is_dormant is 'Nothing has changed for that many months at the time of the run; null where only one copy is held, which may just be old';
comment on column register_coverage.body_kinds is 'Kinds of bodies (organisation.kind) that its rule speaks of, as declared, parted by commas; null where that is not declared';
comment on column register_coverage.parts_report is 'Whether bodies that are a part of another report themselves; else the other reports for them';

create table if not exists register_column (
    register_id varchar not null,
    column_name varchar not null,
    used_for varchar not null,
    row_count integer not null,
    blank_count integer not null,
    blank_share double not null
);
comment on table register_column is 'How often each column of a register is left blank in its latest edition';
comment on column register_column.register_id is 'The register';
comment on column register_column.column_name is 'Column as the register names it; repeated names are numbered';
comment on column register_column.used_for is 'Fields read from it, or "kept in the row only"';
comment on column register_column.row_count is 'Rows of the edition that are taken';
comment on column register_column.blank_count is 'Of them, rows with a blank cell';
comment on column register_column.blank_share is 'blank_count / row_count';

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
    row_json varchar not null,
    body_country varchar,
    is_from_strategy boolean not null
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
comment on column deployment.status_basis is 'How the status is known: stated, blank, assumed (the register has no status), imputed by editor, or literature';
comment on column deployment.start_on is 'Start at the grain known: YYYY, YYYY-MM or YYYY-MM-DD';
comment on column deployment.start_basis is 'What start_on is the date of';
comment on column deployment.record_on is 'Date of the record itself, at the grain known; not a start';
comment on column deployment.year is 'Year used in comparisons: of the start where known, else of the record';
comment on column deployment.year_basis is 'start, record or unknown';
comment on column deployment.url is 'Address of the record or project';
comment on column deployment.source_file is 'File the row stands in';
comment on column deployment.row_number is 'Row of that file, from 1 after the header';
comment on column deployment.row_json is 'The row as it stands, without contact fields, as JSON';
comment on column deployment.body_country is 'Country of the body, where the register covers several and says it; null where it is that of the register';
comment on column deployment.is_from_strategy is 'The row names a strategy as its source: no evidence that what strategies promise was done';

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

create table if not exists edition_change (
    register_id varchar not null,
    edition_id varchar not null,
    edition_on varchar not null,
    edition_before_id varchar not null,
    deployment_id varchar not null,
    name varchar not null,
    organisation varchar not null,
    change varchar not null,
    status_before varchar,
    status varchar,
    status_raw_before varchar,
    status_raw varchar
);
comment on table edition_change is 'What changed between an edition of a register and the one before';
comment on column edition_change.register_id is 'The register';
comment on column edition_change.edition_id is 'The later edition';
comment on column edition_change.edition_on is 'Date of the later edition, at the grain known';
comment on column edition_change.edition_before_id is 'The edition before it';
comment on column edition_change.deployment_id is 'Identity of the system within its register';
comment on column edition_change.name is 'Name of the system; as it was last where it vanished';
comment on column edition_change.organisation is 'The public body that reports the system';
comment on column edition_change.change is 'appeared, moved (another status), reworded (the same status in other words) or vanished';
comment on column edition_change.status_before is 'Status in the earlier edition; null where the system appeared';
comment on column edition_change.status is 'Status in the later edition; null where the system vanished';
comment on column edition_change.status_raw_before is 'The earlier status as the register has it; empty where it is blank';
comment on column edition_change.status_raw is 'The later status as the register has it; empty where it is blank';

create table if not exists deployment_statement (
    register_id varchar not null,
    statement_id varchar not null,
    country varchar not null,
    organisation varchar not null,
    technology varchar not null,
    status varchar not null,
    system_count integer not null,
    stated_on varchar not null,
    note varchar,
    citation varchar not null,
    url varchar not null
);
comment on table deployment_statement is 'How many systems publications say a body had, without naming them';
comment on column deployment_statement.register_id is 'The register';
comment on column deployment_statement.statement_id is 'The statement';
comment on column deployment_statement.country is 'Country of the body';
comment on column deployment_statement.organisation is 'The public body that is spoken of';
comment on column deployment_statement.technology is 'Kind of system that is counted';
comment on column deployment_statement.status is 'idea, planned, development, pilot, production, retired or unknown; a blank is unknown, never production';
comment on column deployment_statement.system_count is 'How many systems; 0 where it is said that there is none';
comment on column deployment_statement.stated_on is 'Date the statement holds for, at the grain known';
comment on column deployment_statement.note is 'What else has to be known to read the number';
comment on column deployment_statement.citation is 'The publication';
comment on column deployment_statement.url is 'Address of the publication';

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

create table if not exists organisation (
    organisation_id varchar not null,
    name varchar not null,
    country varchar not null,
    kind varchar not null,
    number varchar,
    parent_id varchar
);
comment on table organisation is 'Public bodies that documents and registers name, as declared in the project';
comment on column organisation.organisation_id is 'Identity of the body: its key in the declarations, the same after a change of name';
comment on column organisation.name is 'Its name today, in its own language';
comment on column organisation.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column organisation.kind is 'ministry, agency, supervisor, municipality, university and so on; the kinds are listed in data/organisation.py';
comment on column organisation.number is 'Its number in the country''s own register of bodies; null where it is not certain';
comment on column organisation.parent_id is 'The body it is a part of or answers to; null where none is declared';

create table if not exists organisation_predecessor (
    organisation_id varchar not null,
    predecessor_id varchar not null,
    year integer not null
);
comment on table organisation_predecessor is 'Bodies that another body took over from; a mere change of name is an alias instead';
comment on column organisation_predecessor.organisation_id is 'The body that took over';
comment on column organisation_predecessor.predecessor_id is 'The body that it took over from, wholly or in part';
comment on column organisation_predecessor.year is 'Year in which it took over';

create table if not exists organisation_name_match (
    found_in varchar not null,
    register_id varchar,
    country varchar not null,
    name varchar not null,
    organisation_id varchar,
    basis varchar not null,
    row_count integer not null
);
comment on table organisation_name_match is 'Every name of a body that publishers, registers and claims use, and the body that it stands for';
comment on column organisation_name_match.found_in is 'publisher, title (of a document without a publisher, if it names one body of its country), register or actor (a body said to act in a claim)';
comment on column organisation_name_match.register_id is 'The register; null for publishers, titles and actors';
comment on column organisation_name_match.country is 'Country of the document or register row, as its code';
comment on column organisation_name_match.name is 'The name as it stands there; the whole title';
comment on column organisation_name_match.organisation_id is 'The public body that it stands for; null where none is known';
comment on column organisation_name_match.basis is 'exact (its full name), alias (another declared name), in it (the title holds a declared name), not a public body (declared so) or unmatched';
comment on column organisation_name_match.row_count is 'Documents, register rows or claims with this name';

create table if not exists deployment_body (
    register_id varchar not null,
    deployment_id varchar not null,
    organisation_id varchar,
    basis varchar not null
);
comment on table deployment_body is 'The public body behind each system on record: one row per system of each register''s latest edition';
comment on column deployment_body.register_id is 'The register';
comment on column deployment_body.deployment_id is 'Identity of the system within its register';
comment on column deployment_body.organisation_id is 'The public body that reports the system; null where none is known';
comment on column deployment_body.basis is 'exact (its full name), alias (another declared name), not a public body (declared so) or unmatched';

create table if not exists deployment_link (
    register_a varchar not null,
    deployment_id_a varchar not null,
    register_b varchar not null,
    deployment_id_b varchar not null,
    score double not null,
    state varchar not null,
    basis varchar not null,
    name_score double not null,
    text_score double not null,
    organisation_score double not null,
    has_same_address boolean,
    reasons varchar not null
);
comment on table deployment_link is 'Pairs of register rows that speak, or may speak, of the same system';
comment on column deployment_link.register_a is 'Register of the first row; the pair is in the order of register and id';
comment on column deployment_link.deployment_id_a is 'Identity of the first row''s system within its register';
comment on column deployment_link.register_b is 'Register of the second row';
comment on column deployment_link.deployment_id_b is 'Identity of the second row''s system within its register';
comment on column deployment_link.score is 'How sure it is that both are the same system, from 0 to 1';
comment on column deployment_link.state is 'link (taken as the same system), doubtful (left to a person: not taken as the same), apart (would be a link, but the rows'' groups contradict it) or different (a person says so)';
comment on column deployment_link.basis is 'score, group (the score alone would not do, but other rows link both) or review (a person has decided)';
comment on column deployment_link.name_score is 'How alike the names are, from 0 to 1: in letters, and across languages in meanings';
comment on column deployment_link.text_score is 'How alike names, descriptions and purposes are together, from 0 to 1; across languages only known words can meet, so that it is lower';
comment on column deployment_link.organisation_score is 'How alike the bodies are, from 0 to 1; 1 where they are known to be the same';
comment on column deployment_link.has_same_address is 'Both rows give the same web address; null where one gives none or it was left out of account';
comment on column deployment_link.reasons is 'What speaks for and against it, in words';

create table if not exists deployment_group (
    register_id varchar not null,
    deployment_id varchar not null,
    group_id varchar not null,
    row_count integer not null,
    register_count integer not null
);
comment on table deployment_group is 'Which register rows are the same system: one row per system of each register''s latest edition, also where nothing else speaks of it';
comment on column deployment_group.register_id is 'The register';
comment on column deployment_group.deployment_id is 'Identity of the system within its register';
comment on column deployment_group.group_id is 'Equal for rows that speak of the same system, in one register or several';
comment on column deployment_group.row_count is 'Rows in the group';
comment on column deployment_group.register_count is 'Registers with a row in the group';

create table if not exists incident_list (
    list_id varchar not null,
    title varchar not null,
    publisher varchar not null,
    licence varchar not null,
    citation varchar,
    source_file varchar not null,
    sha256 varchar not null,
    row_count integer not null
);
comment on table incident_list is 'Lists of incidents that a person has put beside the registers: context, counted in no comparison';
comment on column incident_list.list_id is 'The list, as its declaration is named';
comment on column incident_list.title is 'Name of the list';
comment on column incident_list.publisher is 'Who keeps it';
comment on column incident_list.licence is 'Licence of its rows';
comment on column incident_list.citation is 'How to cite it, where that is more than title and publisher';
comment on column incident_list.source_file is 'File it was read from, below the folder of registers';
comment on column incident_list.sha256 is 'SHA-256 of that file; the archive holds it';
comment on column incident_list.row_count is 'Its rows in table incident';

create table if not exists incident (
    list_id varchar not null,
    incident_id varchar not null,
    headline varchar not null,
    description varchar,
    occurred_year integer,
    occurred_raw varchar not null,
    countries varchar,
    sector varchar,
    system_name varchar,
    technology varchar,
    purpose varchar,
    issues varchar,
    url varchar,
    source_file varchar not null,
    row_number integer not null,
    row_json varchar not null
);
comment on table incident is 'Incidents as lists report them; never a deployment, and in no share, ladder, gap or lag';
comment on column incident.list_id is 'The list';
comment on column incident.incident_id is 'Identity within the list: its own number where it has one, else a hash of headline and year';
comment on column incident.headline is 'What happened, in the list''s words';
comment on column incident.description is 'More of it; null where the list says no more';
comment on column incident.occurred_year is 'First year that the list names for it; null where it names none';
comment on column incident.occurred_raw is 'What the list says of the time';
comment on column incident.countries is 'Where, as codes parted by "; "; null where the list names no country';
comment on column incident.sector is 'Sector in the list''s words';
comment on column incident.system_name is 'System or product in the list''s words';
comment on column incident.technology is 'Technology in the list''s words';
comment on column incident.purpose is 'What the system was for, in the list''s words';
comment on column incident.issues is 'What was wrong, in the list''s words';
comment on column incident.url is 'First web address of the row that tells more';
comment on column incident.source_file is 'File it was read from, below the folder of registers';
comment on column incident.row_number is 'Row in that file, from 1 after the header';
comment on column incident.row_json is 'The whole row as JSON, without columns that name or reach a person';

create table if not exists incident_body (
    list_id varchar not null,
    incident_id varchar not null,
    party varchar not null,
    position integer not null,
    name varchar not null,
    country varchar,
    organisation_id varchar,
    basis varchar not null
);
comment on table incident_body is 'Who is said to have deployed or developed what an incident is about, and which public body that is';
comment on column incident_body.list_id is 'The list';
comment on column incident_body.incident_id is 'The incident';
comment on column incident_body.party is 'deployer or developer';
comment on column incident_body.position is 'Place among the names of the cell, from 0';
comment on column incident_body.name is 'The name in the list''s words';
comment on column incident_body.country is 'Country of the incident in which the name was found to be a body''s; else its first; null where the list names none';
comment on column incident_body.organisation_id is 'The public body of that name; null where none is known';
comment on column incident_body.basis is 'How it is known: exact, alias, not a public body, or unmatched';

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
comment on column comparison.deployment_count is 'Systems on record for the year, any status, those that are listed no longer left out; null where no register of the country is loaded';
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

create table if not exists gap (
    country varchar not null,
    code varchar not null,
    family varchar not null,
    reading varchar not null,
    document_count integer not null,
    sentence_count integer not null,
    claim_count integer not null,
    claim_share double,
    corrected_share double,
    corrected_share_low double,
    corrected_share_high double,
    method varchar not null,
    body_count integer,
    production_count integer,
    coded_production_count integer,
    unknown_status_count integer,
    uncodable_count integer,
    reporting_body_share double,
    coded_production_share double,
    coded_production_share_least double,
    coded_production_share_most double,
    coded_production_share_low double,
    coded_production_share_high double,
    gap double,
    gap_low double,
    gap_high double,
    claim_code_share double,
    production_code_share double,
    reason varchar
);
comment on table gap is 'Share of a code in the talk against its share in the systems in production, by country, over all years, in three readings of the record';
comment on column gap.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column gap.code is 'The codebook id of the imaginary or constraint';
comment on column gap.family is 'imaginary or constraint';
comment on column gap.reading is 'as recorded; corrected for coverage (bounds, never a point: blank statuses and texts without a word may be either way, and bodies that do not report too, but only where reporting_body_share is known); or only bodies that report (sentences of bodies that have a system in the registers, against the record as it is)';
comment on column gap.document_count is 'Documents with sentences in scope, of all years, excerpts left out';
comment on column gap.sentence_count is 'Their sentences in scope';
comment on column gap.claim_count is 'Of them, sentences that carry the code';
comment on column gap.claim_share is 'claim_count / sentence_count; null where no sentence is in scope';
comment on column gap.corrected_share is 'claim_share without the coder''s misses and false alarms; null where reason says why';
comment on column gap.corrected_share_low is 'Lower end of the 95 % interval, the doubt about the coder''s error included';
comment on column gap.corrected_share_high is 'Upper end of the 95 % interval, the doubt about the coder''s error included';
comment on column gap.method is 'rogan_gladen or none: how claim_share was corrected';
comment on column gap.body_count is 'Bodies with a system in production; null where no national register of the country is loaded, as in the counts that follow';
comment on column gap.production_count is 'Systems in production, each once; a blank status is not production';
comment on column gap.coded_production_count is 'Of them, systems whose register text carries the code; the coder''s error on these texts is not measured and not corrected';
comment on column gap.unknown_status_count is 'Systems that may be in production: the status is blank, or registers contradict each other';
comment on column gap.uncodable_count is 'Of production_count, systems without a word on what they are for, or in a language without a codebook: they may carry the code unseen';
comment on column gap.reporting_body_share is 'Share of the bodies that must report which do, as the registers declare; null where that is not known';
comment on column gap.coded_production_share is 'coded_production_count / production_count; null where the reading gives bounds only';
comment on column gap.coded_production_share_least is 'Least that the share can be: systems of unknown status in production only if they lack the code, silent systems and bodies without it';
comment on column gap.coded_production_share_most is 'Most that the share can be: systems of unknown status in production only if they have or may have the code, silent systems and bodies with it';
comment on column gap.coded_production_share_low is 'Lower end of the 95 % interval of coded_production_share_least, bodies drawn anew';
comment on column gap.coded_production_share_high is 'Upper end of the 95 % interval of coded_production_share_most, bodies drawn anew';
comment on column gap.gap is 'corrected_share - coded_production_share; above 0 the talk has more of the code than the record; a share of sentences less a share of systems, so only ranks and directions compare; null where the reading gives bounds only';
comment on column gap.gap_low is 'Lower end of the 95 % interval of the gap, to coded_production_share_most';
comment on column gap.gap_high is 'Upper end of the 95 % interval of the gap, to coded_production_share_least';
comment on column gap.claim_code_share is 'claim_count / the sum of claim_count over the codes of the family: the code''s part of what is said, on the same footing as production_code_share; not corrected; null where no code of the family is found';
comment on column gap.production_code_share is 'coded_production_count / its sum over the codes of the family: the code''s part of what is on record; null where no system in production carries a code of the family, or the reading gives bounds only';
comment on column gap.reason is 'Why there is no gap; null where there is one';

create table if not exists lag_spell (
    unit varchar not null,
    country varchar not null,
    organisation_id varchar,
    code varchar not null,
    event varchar not null,
    promised_year integer not null,
    observed_until_year integer,
    event_year integer,
    event_basis varchar,
    state varchar not null,
    sentence_id varchar not null,
    document_id varchar not null,
    register_id varchar,
    deployment_id varchar
);
comment on table lag_spell is 'From the first commitment or mandate of a code to the first system that carries it: what the survival curves are made of';
comment on column lag_spell.unit is 'Who waits: country (any body''s promise, any body''s system) or body (its own promise and its own system)';
comment on column lag_spell.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column lag_spell.organisation_id is 'The body; null where the country waits';
comment on column lag_spell.code is 'The codebook id of the imaginary or constraint';
comment on column lag_spell.event is 'What is waited for: pilot (a pilot or more) or production';
comment on column lag_spell.promised_year is 'Year of the first commitment or mandate in the documents collected, excerpts among them; earlier ones may not have been collected';
comment on column lag_spell.observed_until_year is 'Year of the newest edition of the country''s national registers; null where none is loaded';
comment on column lag_spell.event_year is 'Earliest year of the first such system on record; null where there is none';
comment on column lag_spell.event_basis is '"start of operation" as the register dates it, else "on record by": the event may be older';
comment on column lag_spell.state is 'reached; waiting (not on record when last observed: censored); before the promise (on record in an earlier year: never waited, in no curve); no register loaded; body not in the registers (it has no system or does not report: in no curve); registers in no coded language; or promised after the register''s last edition';
comment on column lag_spell.sentence_id is 'The sentence that promises first';
comment on column lag_spell.document_id is 'Its document';
comment on column lag_spell.register_id is 'Register of the first system; null where there is none';
comment on column lag_spell.deployment_id is 'That system within its register';

create table if not exists lag_point (
    unit varchar not null,
    country varchar not null,
    code varchar not null,
    event varchar not null,
    year_count integer not null,
    at_risk_count integer not null,
    event_count integer not null,
    censored_count integer not null,
    waiting_share double not null,
    waiting_share_low double not null,
    waiting_share_high double not null
);
comment on table lag_point is 'Survival curves (Kaplan and Meier) of the years from promise to system: share that still waits';
comment on column lag_point.unit is 'Who waits: country or body, as in lag_spell';
comment on column lag_point.country is 'Country code, or "all": every country with a national register together';
comment on column lag_point.code is 'The codebook id, or "all": the spells of every code together, which resemble each other, so the interval is too narrow';
comment on column lag_point.event is 'What is waited for: pilot (a pilot or more) or production';
comment on column lag_point.year_count is 'Whole years since the first promise';
comment on column lag_point.at_risk_count is 'Spells that had neither ended nor been censored before this year';
comment on column lag_point.event_count is 'Of them, spells that ended in this year: a system is on record';
comment on column lag_point.censored_count is 'Of them, spells last observed in this year, still waiting';
comment on column lag_point.waiting_share is 'Estimated share that still waits after this year';
comment on column lag_point.waiting_share_low is 'Lower end of the 95 % interval: Greenwood''s on the log-log scale, or Wilson''s while all or none wait';
comment on column lag_point.waiting_share_high is 'Upper end of the 95 % interval';

create table if not exists promise (
    promise_id varchar not null,
    sentence_id varchar not null,
    document_id varchar not null,
    country varchar not null,
    year integer,
    language varchar not null,
    type varchar not null,
    specificity varchar not null,
    systems varchar,
    amounts varchar,
    due_year integer,
    organisation_id varchar,
    body_basis varchar not null,
    quote varchar not null,
    state varchar not null,
    reason varchar not null,
    basis varchar not null,
    register_id varchar,
    deployment_id varchar,
    score double,
    candidate_count integer not null,
    printed_count integer not null
);
comment on table promise is 'Commitments and mandates that can be checked, because they name a system, a number or a date or say what system is to be built; and what the registers have on them';
comment on column promise.promise_id is 'Identity of the promise: country and words, so that it outlives a new parsing';
comment on column promise.sentence_id is 'The sentence that makes the promise, in the earliest document that has these words';
comment on column promise.document_id is 'Its document';
comment on column promise.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column promise.year is 'Year of the document; null where not known';
comment on column promise.language is 'Language of the sentence, ISO 639-1';
comment on column promise.type is 'commitment or mandate';
comment on column promise.specificity is 'What can be checked, joined by ", ": named_system (in quotation marks), described_system, number, date';
comment on column promise.systems is 'The systems as the sentence names or describes them, joined by "; "; null where it speaks of none';
comment on column promise.amounts is 'Numbers and dates as the sentence has them, joined by "; "; null where it has none';
comment on column promise.due_year is 'Year by which it is promised; null where the sentence names none ahead';
comment on column promise.organisation_id is 'The body that is to act, where exactly one is known';
comment on column promise.body_basis is 'How bodies are known: sentence (named in it), lead-in (named in the words before a list), publisher (an agencys own document) or none (any body of the country may act)';
comment on column promise.quote is 'The sentence';
comment on column promise.state is 'on record as deployed, in pilot, planned, no record found, register does not cover, or not decidable';
comment on column promise.reason is 'Why it is in that state, in words';
comment on column promise.basis is 'computed, or reviewed where a persons verdict decided';
comment on column promise.register_id is 'Register of the record that decided, or of the best candidate in doubt';
comment on column promise.deployment_id is 'Its system within that register';
comment on column promise.score is 'How sure it is that this record is of the promised system, from 0 to 1';
comment on column promise.candidate_count is 'Records that may be of the promised system';
comment on column promise.printed_count is 'How often documents of the country make the promise in the same words';

create table if not exists promise_candidate (
    promise_id varchar not null,
    sentence_id varchar not null,
    document_id varchar not null,
    register_id varchar not null,
    deployment_id varchar not null,
    score double not null,
    basis varchar not null,
    body varchar not null,
    text_score double not null,
    reasons varchar not null,
    record_quote varchar not null,
    verdict varchar
);
comment on table promise_candidate is 'Systems on record that a promise may speak of, with both quotes to judge by';
comment on column promise_candidate.promise_id is 'The promise';
comment on column promise_candidate.sentence_id is 'Its sentence';
comment on column promise_candidate.document_id is 'Its document';
comment on column promise_candidate.register_id is 'The register';
comment on column promise_candidate.deployment_id is 'The system within the register';
comment on column promise_candidate.score is 'How sure it is that both are the same system, from 0 to 1';
comment on column promise_candidate.basis is 'same name, name within the records name, records name in the sentence, or similar text';
comment on column promise_candidate.body is 'same (the body that is to act reports the system), not known, or other';
comment on column promise_candidate.text_score is 'Likeness of the sentence and the registers text: cosine of their weighed words and concepts, from 0 to 1';
comment on column promise_candidate.reasons is 'What speaks for and against, in words';
comment on column promise_candidate.record_quote is 'The registers own text on the system';
comment on column promise_candidate.verdict is 'same or different, as a reviewer says; null where nobody has judged';

create table if not exists recommendation (
    recommendation_id varchar not null,
    document_id varchar not null,
    sentence_id varchar not null,
    country varchar not null,
    year integer,
    language varchar not null,
    series integer not null,
    number varchar not null,
    page integer,
    heading_path varchar not null,
    quote varchar not null,
    printed_count integer not null
);
comment on table recommendation is 'Numbered recommendations of documents, each once however often it is printed';
comment on column recommendation.recommendation_id is 'Identity: document, series, number and text';
comment on column recommendation.document_id is 'The document that recommends';
comment on column recommendation.sentence_id is 'The sentence with its fullest wording';
comment on column recommendation.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column recommendation.year is 'Year of the document; null where not known';
comment on column recommendation.language is 'Language of the recommendation, ISO 639-1';
comment on column recommendation.series is 'Which numbered series of the document it is of, from 1';
comment on column recommendation.number is 'Its number as printed';
comment on column recommendation.page is 'Page of the sentence; null where the file has none';
comment on column recommendation.heading_path is 'Headings above it';
comment on column recommendation.quote is 'What is recommended, without the label';
comment on column recommendation.printed_count is 'How often the document prints it';

create table if not exists recommendation_addressee (
    recommendation_id varchar not null,
    document_id varchar not null,
    position integer not null,
    name varchar not null,
    organisation_id varchar,
    basis varchar not null
);
comment on table recommendation_addressee is 'Who is to act on each recommendation, as it says itself';
comment on column recommendation_addressee.recommendation_id is 'The recommendation';
comment on column recommendation_addressee.document_id is 'Its document';
comment on column recommendation_addressee.position is 'Which of its addressees, from 1';
comment on column recommendation_addressee.name is 'The addressee as the recommendation names it; "not named" where it names none';
comment on column recommendation_addressee.organisation_id is 'The public body; null where it is none that is known';
comment on column recommendation_addressee.basis is 'body (a known public body), government (the government or its bodies as a whole), others (anybody else) or not named';

create table if not exists recommendation_follow (
    recommendation_id varchar not null,
    position integer not null,
    state varchar not null,
    reason varchar not null,
    later_document_count integer not null,
    document_id varchar,
    sentence_id varchar,
    year integer,
    quote varchar,
    score double
);
comment on table recommendation_follow is 'What the later documents of each addressee say of a recommendation';
comment on column recommendation_follow.recommendation_id is 'The recommendation';
comment on column recommendation_follow.position is 'Which of its addressees';
comment on column recommendation_follow.state is 'reported done, taken up, silent, or no later document where none of the addressee is held';
comment on column recommendation_follow.reason is 'Why, in words';
comment on column recommendation_follow.later_document_count is 'Later documents of the addressee that were searched';
comment on column recommendation_follow.document_id is 'The document that answers; null where silent';
comment on column recommendation_follow.sentence_id is 'The sentence that answers';
comment on column recommendation_follow.year is 'Year of that document';
comment on column recommendation_follow.quote is 'The sentence; where silent the nearest one is not shown';
comment on column recommendation_follow.score is 'How sure it is that the sentence answers the recommendation, from 0 to 1';

create table if not exists scenario_index (
    country varchar not null,
    year integer not null,
    axis varchar not null,
    document_count integer not null,
    sentence_count integer not null,
    open_count integer not null,
    closed_count integer not null,
    open_share double,
    open_share_low double,
    open_share_high double,
    interval varchar not null
);
comment on table scenario_index is 'How far a countrys talk of a year leans to openness and participation or to control and platform power, by the terms of scenarios.yml';
comment on column scenario_index.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT); "all" for every country together';
comment on column scenario_index.year is 'Year of the documents';
comment on column scenario_index.axis is 'Axis of scenarios.yml; "all" for its terms together';
comment on column scenario_index.document_count is 'Documents with sentences in scope';
comment on column scenario_index.sentence_count is 'Sentences in scope';
comment on column scenario_index.open_count is 'Of them, sentences that carry a term of the open pole';
comment on column scenario_index.closed_count is 'Sentences that carry a term of the closed pole; a sentence may carry both';
comment on column scenario_index.open_share is 'open_count over open_count + closed_count; null where both are zero';
comment on column scenario_index.open_share_low is 'Lower end of its 95 % interval';
comment on column scenario_index.open_share_high is 'Upper end of its 95 % interval';
comment on column scenario_index.interval is 'bootstrap (documents drawn anew), wilson (fewer than five documents) or none';

create table if not exists sensitivity_variant (
    number_id varchar not null,
    measure varchar not null,
    country varchar not null,
    code varchar not null,
    family varchar,
    variant varchar not null,
    extreme varchar,
    left_out varchar,
    tried_count integer not null,
    value double,
    baseline double,
    difference double,
    part_count integer,
    whole_count integer,
    reason varchar,
    is_same_scale boolean not null
);
comment on table sensitivity_variant is 'How far each headline number moves when one thing that it rests on is left out or changed; all years together, excerpts left out';
comment on column sensitivity_variant.number_id is 'The headline number, as measure/country/code';
comment on column sensitivity_variant.measure is 'claim_share (sentences in scope that carry the code), hope_share (of these, visions and commitments), coded_production_share (systems in production whose register text carries the code), production_share (of systems with the code, those in production) or observed_gap (claim_share - coded_production_share, the coder''s error not corrected)';
comment on column sensitivity_variant.country is 'ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)';
comment on column sensitivity_variant.code is 'The codebook id; any_imaginary or any_constraint: at least one code of the family; all: every sentence in scope, and every system';
comment on column sensitivity_variant.family is 'imaginary or constraint; null where code is "all"';
comment on column sensitivity_variant.variant is 'What is changed, in words; "as it stands" is the number itself';
comment on column sensitivity_variant.extreme is 'Of things left out one at a time: lowest or highest outcome, or "nothing left" where no share remains; null where only one thing is changed';
comment on column sensitivity_variant.left_out is 'What is left out: a document_id, a cue of the codebook, or a register_id; null where the variant says it all';
comment on column sensitivity_variant.tried_count is 'How many were left out in turn';
comment on column sensitivity_variant.value is 'The number under the variant; null where there is nothing to take a share of';
comment on column sensitivity_variant.baseline is 'The number as it stands';
comment on column sensitivity_variant.difference is 'value - baseline';
comment on column sensitivity_variant.part_count is 'Number as it stands: sentences or systems counted; null for variants and for the gap';
comment on column sensitivity_variant.whole_count is 'Number as it stands: sentences or systems that they are a share of; null for variants and for the gap';
comment on column sensitivity_variant.reason is 'Why there is no value; null where there is one';
comment on column sensitivity_variant.is_same_scale is 'False where the variant is a share of something else, so that its difference is no doubt about the number';

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
    tries integer not null,
    input_hash varchar,
    input_tries integer,
    retry_at timestamp,
    given_up_at timestamp
);
comment on table fault is 'Files and rows that a stage could not take';
comment on column fault.fault_id is 'Identity of the fault: a hash of its stage and subject';
comment on column fault.stage is 'Stage of the run';
comment on column fault.subject is 'The file, address or register row';
comment on column fault.document_id is 'The document, where it is one';
comment on column fault.reason is 'What is wrong, with the value';
comment on column fault.next_step is 'What a person can do about it';
comment on column fault.first_seen_at is 'When it was first seen (UTC)';
comment on column fault.last_seen_at is 'When it was last seen (UTC)';
comment on column fault.tries is 'Runs that met it';
comment on column fault.input_hash is 'Hash of what the stage worked from when it met it; null where a stage does not go by one';
comment on column fault.input_tries is 'Runs that met it with this input: new bytes or a new version of the code count anew';
comment on column fault.retry_at is 'From when a run tries again (UTC); null where the stage asks at every run, where only new bytes or a new version can help, or where it is given up';
comment on column fault.given_up_at is 'When it had been tried as often as is set (UTC); new bytes, a new version or `imaginaries retry` try again; null while it is not given up';

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

create table if not exists edition (
    edition_id varchar not null,
    published_at timestamp not null,
    content_hash varchar not null,
    software_version varchar not null,
    has_all_text boolean not null
);
comment on table edition is 'Editions that were published; an edition itself lists those before it and, last, its own name';
comment on column edition.edition_id is 'Name of the edition: the day, and a number where there are more on one day';
comment on column edition.published_at is 'When it was published (UTC)';
comment on column edition.content_hash is 'Hash of what its stages worked from; the same hash means the same content';
comment on column edition.software_version is 'Version of the software that made it';
comment on column edition.has_all_text is 'True where it has the sentences of every document whole, for private use';

create table if not exists run_manifest (
    run_id varchar not null,
    started_at timestamp not null,
    software_version varchar not null,
    schema_version varchar not null,
    source_version varchar not null,
    git_commit varchar,
    is_git_clean boolean,
    lock_sha256 varchar,
    codebook_hash varchar not null,
    model_hash varchar not null,
    seed integer not null,
    settings_json varchar not null,
    libraries_json varchar not null,
    python_version varchar not null,
    platform varchar not null
);
comment on table run_manifest is 'What each run was made with';
comment on column run_manifest.run_id is 'Identity of the run';
comment on column run_manifest.started_at is 'Start of the run (UTC)';
comment on column run_manifest.software_version is 'Version of this software';
comment on column run_manifest.schema_version is 'Hash of the tables and columns that this software writes';
comment on column run_manifest.source_version is 'Hash of the source files of this software';
comment on column run_manifest.git_commit is 'Commit of the checkout; null where there is none';
comment on column run_manifest.is_git_clean is 'Whether the checkout had no changes beyond its commit; null where there is none';
comment on column run_manifest.lock_sha256 is 'SHA-256 of requirements.lock; null where it is missing';
comment on column run_manifest.codebook_hash is 'Hash of the codebook';
comment on column run_manifest.model_hash is 'Hash of the trained weights';
comment on column run_manifest.seed is 'Seed of everything random';
comment on column run_manifest.settings_json is 'Settings as JSON, without addresses and secrets';
comment on column run_manifest.libraries_json is 'Versions of the libraries that the numbers rest on, as JSON';
comment on column run_manifest.python_version is 'Version of Python';
comment on column run_manifest.platform is 'System and processor';

create table if not exists home_schema (
    schema_version varchar not null,
    software_version varchar not null
);
comment on table home_schema is 'Which schema the tables have: an older home is brought up or refused by it';
comment on column home_schema.schema_version is 'Hash of the schema, comments included';
comment on column home_schema.software_version is 'Version of this software that brought the tables up to it';

create table if not exists edition_count (
    edition_id varchar not null,
    relation varchar not null,
    country varchar,
    row_count integer not null,
    published_at timestamp
);
comment on table edition_count is 'Rows of each table in each edition, and claims by country: what the next edition is checked against';
comment on column edition_count.edition_id is 'Identity of the edition';
comment on column edition_count.relation is 'Name of the table';
comment on column edition_count.country is 'Country of the documents counted; null for all rows of the table';
comment on column edition_count.row_count is 'Rows';
comment on column edition_count.published_at is 'When the edition was put in place (UTC); null for the one that was being made';

create table if not exists check_acceptance (
    check_name varchar not null,
    accepted_at timestamp not null,
    edition_id varchar
);
comment on table check_acceptance is 'What persons accepted although a check before publishing had found it';
comment on column check_acceptance.check_name is 'Name of the check';
comment on column check_acceptance.accepted_at is 'When it was accepted (UTC)';
comment on column check_acceptance.edition_id is 'The edition that was published on it; null until then';

create table if not exists sought_group (
    group_id varchar not null,
    language varchar not null,
    position integer not null,
    label varchar not null,
    words varchar not null
);
comment on table sought_group is 'Groups of people whose naming is counted, with the words that are looked for, as declared in the project';
comment on column sought_group.group_id is 'Identity of the group: its key in data/named_groups.yml';
comment on column sought_group.language is 'ISO 639-1 code of the language';
comment on column sought_group.position is 'Place in the declared list, from 0';
comment on column sought_group.label is 'What the group is called';
comment on column sought_group.words is 'The words that name it in the language, in the grammar of cues, parted by a comma';

create table if not exists group_mention (
    sentence_id varchar not null,
    document_id varchar not null,
    group_id varchar not null,
    start_char integer not null,
    end_char integer not null,
    quote varchar not null
);
comment on table group_mention is 'Sentences in scope that name one of the groups, at the first place where each does';
comment on column group_mention.sentence_id is 'Identity of the sentence';
comment on column group_mention.document_id is 'Identity of the document: a hash of its source and address, the same in every run';
comment on column group_mention.group_id is 'Identity of the group: its key in data/named_groups.yml';
comment on column group_mention.start_char is 'First character of the naming words in the sentence''s text, from 0';
comment on column group_mention.end_char is 'Character after these words in the sentence''s text';
comment on column group_mention.quote is 'The words as they stand in the sentence';

create table if not exists word_change (
    country varchar not null,
    language varchar not null,
    year integer not null,
    word varchar not null,
    word_count integer not null,
    all_word_count integer not null,
    document_count integer not null,
    all_document_count integer not null,
    earlier_word_count integer not null,
    earlier_all_word_count integer not null,
    earlier_document_count integer not null,
    earlier_all_document_count integer not null,
    log_odds_ratio double not null,
    z_score double not null
);
comment on table word_change is 'Words of a year that rose or fell most clearly against all years before, by weighted log-odds with an informative Dirichlet prior';
comment on column word_change.country is 'Country of the documents, or all for all countries together';
comment on column word_change.language is 'ISO 639-1 code of the language';
comment on column word_change.year is 'Year of the documents that are set against those before';
comment on column word_change.word is 'The most frequent form of the word, in lower case; forms of one stem count together';
comment on column word_change.word_count is 'Mentions in sentences in scope of the year';
comment on column word_change.all_word_count is 'Mentions of all counted words in the same sentences';
comment on column word_change.document_count is 'Documents of the year with the word';
comment on column word_change.all_document_count is 'Documents of the year with sentences in scope in the language';
comment on column word_change.earlier_word_count is 'Mentions in sentences in scope of the years before';
comment on column word_change.earlier_all_word_count is 'Mentions of all counted words in these';
comment on column word_change.earlier_document_count is 'Documents of the years before with the word';
comment on column word_change.earlier_all_document_count is 'Documents of the years before with sentences in scope in the language';
comment on column word_change.log_odds_ratio is 'Difference of the word''s log-odds, year minus years before, each drawn to its share over all years (Monroe, Colaresi & Quinn 2008)';
comment on column word_change.z_score is 'log_odds_ratio divided by its standard error; above 0 rose, below 0 fell';

create table if not exists country_word (
    country varchar not null,
    language varchar not null,
    year integer not null,
    word varchar not null,
    word_count integer not null,
    all_word_count integer not null,
    document_count integer not null,
    all_document_count integer not null,
    other_word_count integer not null,
    other_all_word_count integer not null,
    g_squared double not null
);
comment on table country_word is 'Words that a country''s documents use more than those of all other countries in the same language, strongest first by log-likelihood';
comment on column country_word.country is 'Country of the documents';
comment on column country_word.language is 'ISO 639-1 code of the language';
comment on column country_word.year is 'Documents of this year and of all years before are counted';
comment on column country_word.word is 'The most frequent form of the word, in lower case; forms of one stem count together';
comment on column country_word.word_count is 'Mentions in the country''s sentences in scope';
comment on column country_word.all_word_count is 'Mentions of all counted words in the same sentences';
comment on column country_word.document_count is 'The country''s documents with the word';
comment on column country_word.all_document_count is 'The country''s documents with sentences in scope in the language';
comment on column country_word.other_word_count is 'Mentions in the other countries'' sentences in scope';
comment on column country_word.other_all_word_count is 'Mentions of all counted words in these';
comment on column country_word.g_squared is 'Log-likelihood ratio of the word''s shares on both sides (Dunning 1993); 3.84 is met by chance in one of twenty words of independent texts';

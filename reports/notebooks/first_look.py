"""A first look at an edition: what is in it, what it says, and the sentences behind a number.

`marimo edit reports/notebooks/first_look.py`, and behind `--` where the edition is:
`--edition FILE` or `--home FOLDER`; else IMAGINARIES_HOME, else `data/var`.
"""
# marimo writes cells as functions without annotations.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False, disallow-untyped-calls=False

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="First look")

with app.setup:
    from pathlib import Path

    import altair as alt
    import marimo as mo

    from data.settings import load_settings
    from data.store import open_published

    TYPES = {
        "hope_count": "hope (vision)",
        "promise_count": "promise or order",
        "evidence_count": "result reported",
        "caution_count": "caution",
    }
    COLOURS = ["#56b4e9", "#0072b2", "#009e73", "#d55e00"]  # Okabe and Ito: told apart by all


@app.cell
def _():
    given = mo.cli_args()
    home = Path(str(given["home"])) if "home" in given else None
    place = load_settings(home).home.published_database
    if "edition" in given:
        place = Path(str(given["edition"])).expanduser()
    edition = open_published(place)  # for reading only: nothing here can change it
    return edition, place


@app.cell
def _(edition, place):
    made = edition.query("from edition order by published_at desc limit 1").as_dicts()[0]
    held = edition.query(
        "select count(*) as documents, coalesce(sum(sentence_count), 0)::bigint as sentences, "
        "coalesce(sum(in_scope_count), 0)::bigint as in_scope, "
        "coalesce(sum(claim_count), 0)::bigint as claims from out_document"
    ).as_dicts()[0]
    systems = edition.query("select count(*) from out_national_system").rows[0][0]
    mo.md(
        f"""
        # First look

        Edition **{made["edition_id"]}**, made by version {made["software_version"]},
        from `{place}`.

        It has **{held["documents"]:,} documents** with {held["sentences"]:,} sentences. Of them
        {held["in_scope"]:,} are *in scope*: they speak of data or AI, in a language that has a
        codebook. These carry **{held["claims"]:,} claims**; a claim is one code (an imaginary such
        as efficiency, or a constraint such as legal) in one sentence. National registers have
        **{systems:,} systems** on record.

        The figures below are counts of what is *said*, by a coder that errs: the README says how
        often. The edition's `DICTIONARY.md` says what each column is.
        """
    )
    return (held,)


@app.cell
def _(edition):
    countries = edition.query(
        "select country from out_document where country is not null "
        "group by country order by count(*) desc, country"
    ).rows
    mo.stop(not countries, mo.md("**This edition has no documents**: there is nothing to show."))
    options = [row[0] for row in countries]
    wanted = str(mo.cli_args().get("country") or options[0])
    mo.stop(
        wanted not in options,
        mo.md(f"**No documents of {wanted}** are in this edition. It has {', '.join(options)}."),
    )
    country = mo.ui.dropdown(options, value=wanted, label="Country")
    return (country,)


@app.cell
def _(country, edition):
    documents = edition.query(
        "select title, publisher, kind, year, language, sentence_count, in_scope_count, "
        "claim_count, link from out_document where country = ? order by year, title",
        [country.value],
    ).as_dicts()
    mo.vstack(
        [
            mo.md("## What is in it"),
            country,
            mo.ui.table(documents, selection=None),
            mo.md(
                "`in_scope_count` are sentences about data or AI, `claim_count` the codes in them. "
                "`kind` is what sort of document it is: a strategy promises by trade, an annual "
                "report tells of results, so compare like with like."
            ),
        ]
    )
    return (documents,)


@app.cell
def _(country, edition):
    shares = edition.query(
        "select code, year, claim_share, claim_share_low, claim_share_high, claim_count, "
        "sentence_count, document_count, has_few_documents from out_code_share "
        "where country = ? and family = 'imaginary' and sentence_count > 0 order by code, year",
        [country.value],
    ).as_dicts()
    mo.stop(not shares, mo.md(f"**{country.value} has no sentences in scope** with a year."))
    across = alt.X("year:O", title=None)
    share = alt.Y("claim_share:Q", title="share of sentences", axis=alt.Axis(format="%"))
    bands = (
        alt.Chart()
        .mark_area(opacity=0.25, color="#0072b2")
        .encode(x=across, y=alt.Y("claim_share_low:Q", title=""), y2="claim_share_high:Q")
    )
    lines = alt.Chart().mark_line(color="#0072b2").encode(x=across, y=share)
    points = (
        alt.Chart()
        .mark_point(filled=True, color="#0072b2")
        .encode(
            x=across,
            y=share,
            opacity=alt.condition("datum.has_few_documents", alt.value(0.3), alt.value(1.0)),
            tooltip=["year:O", "claim_count:Q", "sentence_count:Q", "document_count:Q"],
        )
    )
    shares_chart = (
        alt.layer(bands, lines, points)
        .properties(width=170, height=90)
        .facet(facet=alt.Facet("code:N", title=None), columns=4, data=alt.Data(values=shares))
    )
    mo.vstack(
        [
            mo.md(f"## What {country.value} says over time"),
            shares_chart,
            mo.md(
                "Each point is a year: of its sentences in scope, the share that carries the code "
                "(`out_code_share.claim_share`). The band is a 95 % interval. Pale points rest on "
                "fewer than three documents: they are no headline."
            ),
        ]
    )
    return (shares_chart,)


@app.cell
def _(country, edition):
    counted = edition.query(
        f"unpivot (select code, {', '.join(f'sum({one})::bigint as {one}' for one in TYPES)} "
        "from out_hope_or_evidence where country = ? group by code) "
        f"on {', '.join(TYPES)} into name type value claim_count",
        [country.value],
    ).as_dicts()
    ladder = [{**row, "type": TYPES[row["type"]]} for row in counted]
    ladder_chart = (
        alt.Chart(alt.Data(values=ladder))
        .mark_bar()
        .encode(
            x=alt.X("sum(claim_count):Q", title="sentences", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("code:N", sort="-x", title=None),
            color=alt.Color("type:N", title=None).scale(domain=[*TYPES.values()], range=COLOURS),
            tooltip=["code:N", "type:N", "claim_count:Q"],
        )
        .properties(width=560)
    )
    mo.vstack(
        [
            mo.md("## Hope or evidence"),
            ladder_chart if ladder else mo.md(f"{country.value} has no claims."),
            mo.md(
                "Sentences of all years by code and by what they do with it: hope for it, promise "
                "or order it, report it as a result, or warn (`out_hope_or_evidence`)."
            ),
        ]
    )
    return (ladder_chart,)


@app.cell
def _(country, edition):
    codes = edition.query(
        "select code from out_claim where country = ? and in_scope group by code order by code",
        [country.value],
    ).rows
    mo.stop(not codes, mo.md(f"{country.value} has no claims, and so no sentences to show."))
    code = mo.ui.dropdown([row[0] for row in codes], value=codes[0][0], label="Code")
    return (code,)


@app.cell
def _(code, country, edition):
    sentences = edition.query(
        "select year, title, page, type, round(score, 2) as score, quote, "
        "coalesce(sentence, '(text withheld: its licence is not declared open)') as sentence, "
        "link, claim_id from out_claim where country = ? and code = ? and in_scope "
        "and has_codebook order by score desc, claim_id limit 200",
        [country.value, code.value],
    ).as_dicts()
    mo.vstack(
        [
            mo.md("## The sentences behind a number"),
            code,
            mo.ui.table(sentences, selection=None),
            mo.md(
                "The 200 that the coder is surest of. `quote` are the words that made the claim, "
                "`score` how sure it is, from 0 to 1. `imaginaries explain CLAIM_ID` takes one "
                "apart, and `imaginaries cite CLAIM_ID` cites it."
            ),
        ]
    )
    return (sentences,)


@app.cell
def _(edition):
    questions = edition.query(
        "select name as view, comment as question from ("
        "select view_name as name, comment from duckdb_views() union all "
        "select table_name, comment from duckdb_tables()) "
        "where starts_with(name, 'out_') order by name"
    ).as_dicts()
    mo.vstack(
        [
            mo.md("## All questions that the edition answers"),
            mo.ui.table(questions, selection=None),
            mo.md("Ask one in a new cell: `edition.query('from out_gap').as_dicts()`."),
        ]
    )
    return (questions,)


if __name__ == "__main__":
    app.run()

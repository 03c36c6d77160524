"""A country's year: what its documents say, how surely, who acts, and what is on record by then.

`marimo edit reports/notebooks/country_year.py`, and behind `--` which: `--country NO --year 2024`.
Where the edition is, `--edition FILE` or `--home FOLDER` says; else IMAGINARIES_HOME, else
`data/var`.
"""
# marimo writes cells as functions without annotations.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False, disallow-untyped-calls=False

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="A country's year")

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
    return (edition,)


@app.cell
def _(edition):
    countries = edition.query(
        "select country from document where country is not null and year is not null "
        "group by country order by count(*) desc, country"
    ).rows
    mo.stop(not countries, mo.md("**This edition has no documents with country and year.**"))
    known = [row[0] for row in countries]
    wanted = str(mo.cli_args().get("country") or known[0])
    mo.stop(
        wanted not in known,
        mo.md(f"**No documents of {wanted}** are in this edition. It has {', '.join(known)}."),
    )
    country = mo.ui.dropdown(known, value=wanted, label="Country")
    return (country,)


@app.cell
def _(country, edition):
    years = edition.query(
        "select distinct year from document where country = ? and year is not null order by year",
        [country.value],
    ).rows
    written = [str(row[0]) for row in years]
    asked = str(mo.cli_args().get("year") or written[-1])
    mo.stop(
        asked not in written,
        mo.md(f"**No documents of {country.value} in {asked}.** It has {', '.join(written)}."),
    )
    year = mo.ui.dropdown(written, value=asked, label="Year")
    return (year,)


@app.cell
def _(country, edition, year):
    documents = edition.query(
        "select title, publisher, kind, language, is_excerpt, sentence_count, in_scope_count, "
        "claim_count, link from out_document where country = ? and year = ? order by title",
        [country.value, int(year.value)],
    ).as_dicts()
    spoken = sum(row["in_scope_count"] for row in documents if not row["is_excerpt"])
    few = "**So few documents are no basis for a headline.** " if len(documents) < 3 else ""
    mo.vstack(
        [
            mo.md("# A country's year"),
            mo.hstack([country, year], justify="start"),
            mo.md(
                f"**{country.value} in {year.value}**: {len(documents)} documents, {spoken:,} "
                "sentences about data or AI (*in scope*), excerpts left out. "
                f"{few}Everything below rests on these sentences."
            ),
            mo.ui.table(documents, selection=None),
        ]
    )
    return (spoken,)


@app.cell
def _(country, edition, spoken, year):
    mo.stop(
        not spoken,
        mo.md(
            f"**None of these sentences is in scope**, so nothing can be said of {year.value}: "
            "they do not speak of data or AI, or their language has no codebook yet."
        ),
    )
    shares = edition.query(
        "select code, family, claim_count, sentence_count, claim_share, claim_share_low, "
        "claim_share_high from out_code_share where country = ? and year = ? "
        "order by claim_share desc, code",
        [country.value, int(year.value)],
    ).as_dicts()
    before = edition.query(
        "select year, code, claim_share from out_code_share where country = ? and year < ? "
        "and sentence_count > 0 qualify rank() over (order by year desc) = 1 order by code",
        [country.value, int(year.value)],
    ).as_dicts()
    order = [row["code"] for row in shares]
    down = alt.Y("code:N", sort=order, title=None)
    spans = (
        alt.Chart(alt.Data(values=shares))
        .mark_rule(strokeWidth=2)
        .encode(
            x=alt.X("claim_share_low:Q", title="share of sentences", axis=alt.Axis(format="%")),
            x2="claim_share_high:Q",
            y=down,
            color=alt.Color("family:N", title=None).scale(range=["#d55e00", "#0072b2"]),
        )
    )
    now_points = (
        alt.Chart(alt.Data(values=shares))
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            x="claim_share:Q",
            y=down,
            color="family:N",
            tooltip=["code:N", "claim_count:Q", "sentence_count:Q"],
        )
    )
    earlier_points = (
        alt.Chart(alt.Data(values=before))
        .mark_point(shape="diamond", color="#777777", size=60)
        .encode(x="claim_share:Q", y=down, tooltip=["year:Q", "code:N", "claim_share:Q"])
    )
    layers = [spans, now_points, *([earlier_points] if before else [])]
    shares_chart = alt.layer(*layers).properties(width=560)
    mo.vstack(
        [
            mo.md("## What is said"),
            shares_chart,
            mo.md(
                "Of the sentences in scope, the share that carries each code, with a 95 % interval "
                "(`out_code_share`). "
                + (
                    f"Grey diamonds: the year before that has documents, {before[0]['year']}."
                    if before
                    else "There is no earlier year to compare with."
                )
            ),
        ]
    )
    return (shares_chart,)


@app.cell
def _(country, edition, spoken, year):
    mo.stop(not spoken)
    beside = edition.query(
        "select code, family, hope_count, promise_count, evidence_count, "
        "coalesce(caution_count, 0) as caution_count, claim_count, production_count, "
        "later_or_undated_count, production_systems, all_production_count, record "
        "from out_promise_and_production "
        "left join (select country, year, code, caution_count from out_hope_or_evidence) "
        "using (country, year, code) "
        "where country = ? and year = ? order by claim_count desc, code",
        [country.value, int(year.value)],
    ).as_dicts()
    counted = [
        {"code": row["code"], "type": label, "claim_count": row[column]}
        for row in beside
        for column, label in TYPES.items()
    ]
    ladder_chart = (
        alt.Chart(alt.Data(values=counted))
        .mark_bar()
        .encode(
            x=alt.X("claim_count:Q", title="sentences", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("code:N", sort="-x", title=None),
            color=alt.Color("type:N", title=None).scale(domain=[*TYPES.values()], range=COLOURS),
            tooltip=["code:N", "type:N", "claim_count:Q"],
        )
        .properties(width=560)
    )
    registered = any(row["production_count"] is not None for row in beside)
    mo.vstack(
        [
            mo.md("## Hope or evidence, and what is in production by then"),
            ladder_chart if beside else mo.md(f"No sentence of {year.value} carries a code."),
            mo.ui.table(beside, selection=None),
            mo.md(
                "`production_count` are systems with the code that the country's own registers "
                "show in production by the end of the year; `later_or_undated_count` are those "
                "that they show only later, of which some may have run already "
                "(`out_promise_and_production`)."
                if registered
                else f"**No register of {country.value} is loaded**: what is in production is not "
                "known, which is not zero."
            ),
        ]
    )
    return beside, ladder_chart


@app.cell
def _(country, edition, spoken, year):
    mo.stop(not spoken)
    actors = edition.query(
        "select actor, family, sum(claim_count)::bigint as claim_count from out_actor "
        "where country = ? and year = ? group by actor, family order by claim_count desc, actor",
        [country.value, int(year.value)],
    ).as_dicts()
    actors_chart = (
        alt.Chart(alt.Data(values=actors))
        .mark_bar()
        .encode(
            x=alt.X("claim_count:Q", title="claims", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("actor:N", sort="-x", title=None),
            color=alt.Color("family:N", title=None).scale(range=["#d55e00", "#0072b2"]),
        )
        .properties(width=560)
    )
    mo.vstack(
        [
            mo.md("## Who is said to act"),
            actors_chart if actors else mo.md("No claim of the year says who acts."),
            mo.md(
                "Claims by who acts in their sentence; a claim may have several actors. `nobody` "
                "is a sentence without one: *services will become better* (`out_actor`)."
            ),
        ]
    )
    return (actors_chart,)


@app.cell
def _(country, edition):
    systems = edition.query(
        "select name, organisation, status, may_be_production, year, year_basis, registers "
        "from out_national_system where country = ? order by status, name",
        [country.value],
    ).as_dicts()
    mo.vstack(
        [
            mo.md("## Which systems are on record"),
            mo.ui.table(systems, selection=None)
            if systems
            else mo.md(f"**No register of {country.value} has a system on record here.**"),
            mo.md(
                "As the newest registers have it, each system once, whatever the year. `year` is "
                "its start only where `year_basis` is *start*; a blank status is `unknown`, and "
                "never production (`out_national_system`)."
            ),
        ]
    )
    return (systems,)


@app.cell
def _(country, edition, spoken, year):
    mo.stop(not spoken)
    sentences = edition.query(
        "select code, type, round(score, 2) as score, quote, "
        "coalesce(sentence, '(text withheld: its licence is not declared open)') as sentence, "
        "title, page, link, claim_id from out_claim where country = ? and year = ? and in_scope "
        "and has_codebook order by code, score desc, claim_id",
        [country.value, int(year.value)],
    ).as_dicts()
    mo.vstack(
        [
            mo.md("## Every sentence that was counted, and those of excerpts"),
            mo.ui.table(sentences, selection=None),
        ]
    )
    return (sentences,)


if __name__ == "__main__":
    app.run()

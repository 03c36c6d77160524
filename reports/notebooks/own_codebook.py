"""Your own codebook: change the cues of one code, and see which sentences gain or lose a code.

`marimo edit reports/notebooks/own_codebook.py`, and behind `--` what to begin with:
`--code trust --language en --add "open book"`, or `--remove CUE`; without them the code's first cue
is taken away, as an example. `--coder rules` leaves the trained model out. Where the edition is,
`--edition FILE` or `--home FOLDER` says; else IMAGINARIES_HOME, else `data/var`. It only reads.
"""
# marimo writes cells as functions without annotations.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False, disallow-untyped-calls=False

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Your own codebook")

with app.setup:
    import json
    from collections import Counter
    from dataclasses import replace
    from pathlib import Path

    import altair as alt
    import marimo as mo
    from pydantic import TypeAdapter, ValidationError

    from data.cue import Cue
    from data.ids import content_id
    from data.records import Sentence
    from data.settings import load_settings
    from data.store import open_published
    from extractors.codebook_diff import compare_document, remember_judgements
    from extractors.cues import Matcher
    from flows.coding import shipped_codebook, shipped_judge


@app.cell
def _():
    given = mo.cli_args()
    home = Path(str(given["home"])) if "home" in given else None
    place = load_settings(home).home.published_database
    if "edition" in given:
        place = Path(str(given["edition"])).expanduser()
    edition = open_published(place)  # for reading only: nothing here can change it
    before = shipped_codebook()
    return before, edition


@app.cell
def _(before, edition):
    texts = edition.query(
        "select s.language, count(*) from sentence s join document using (document_id) "
        "where is_text_open group by s.language order by count(*) desc, s.language"
    ).rows
    readable = {language: count for language, count in texts if before.covers(language)}
    mo.stop(
        not readable,
        mo.md(
            "**This edition has no text that may be coded again**: no document's licence is "
            "declared open, or none is in a language of the codebook. An edition for your own use, "
            "made by `imaginaries publish --with-all-text`, has all of it."
        ),
    )
    codes = {code.id: code for code in before.codes}
    wanted = {
        "code": str(mo.cli_args().get("code") or "proactive"),
        "language": str(mo.cli_args().get("language") or next(iter(readable))),
    }
    mo.stop(wanted["code"] not in codes, mo.md(f"**No such code**; there are {', '.join(codes)}."))
    mo.stop(
        wanted["language"] not in readable,
        mo.md(f"**No open text in {wanted['language']}**; there is some in {', '.join(readable)}."),
    )
    code = mo.ui.dropdown(list(codes), value=wanted["code"], label="Code")
    language = mo.ui.dropdown(list(readable), value=wanted["language"], label="Language")
    mo.vstack(
        [
            mo.md(
                f"""
                # Your own codebook

                A *cue* is a word pattern that speaks for a code: `spar* ... tid` stands for *sparer
                mye tid*, `a|b` for either word. Change the cues of one code below, and the
                sentences that hold the changed cues are coded twice, by the codebook as it is
                (`{before.hash}`) and by yours. The edition and the codebook stay as they are.

                There are {sum(readable.values()):,} sentences with open text to look in:
                {", ".join(f"{count:,} in {name}" for name, count in readable.items())}.
                """
            ),
            mo.hstack([code, language], justify="start"),
        ]
    )
    return code, codes, language


@app.cell
def _(code, codes, language):
    has = codes[code.value].cues.get(language.value, ())
    first = [str(cue) for cue in mo.cli_args().get_all("add")]
    dropped = [str(cue) for cue in mo.cli_args().get_all("remove")]
    if not (first or dropped):
        dropped = [*has[:1]]  # something to look at
    mo.stop(
        bool(set(dropped) - set(has)),
        mo.md(f"**Not a cue of {code.value} in {language.value}:** {', '.join(dropped)}."),
    )
    added = mo.ui.text_area(value="\n".join(first), label="Cues to add, one a line")
    removed = mo.ui.multiselect(list(has), value=dropped, label="Cues to take away")
    judged = mo.ui.switch(
        value=mo.cli_args().get("coder") != "rules",
        label="Ask the trained model too, as a run does",
    )
    mo.vstack([mo.hstack([added, removed], justify="start"), judged])
    return added, judged, removed


@app.cell
def _(added, before, code, codes, language, removed):
    has_now = codes[code.value].cues.get(language.value, ())
    kept = [cue for cue in has_now if cue not in removed.value]
    new = [cue.strip() for cue in added.value.splitlines() if cue.strip()]
    new = [cue for cue in dict.fromkeys(new) if cue not in kept]
    try:
        TypeAdapter(list[Cue]).validate_python(new)
        wrong = ""
    except ValidationError as error:
        wrong = "; ".join(one["msg"].removeprefix("Value error, ") for one in error.errors())
    mo.stop(bool(wrong), mo.md(f"**That is no cue:** `{wrong}`"))
    changed_cues = [*new, *removed.value]
    changed = replace(
        codes[code.value], cues={**codes[code.value].cues, language.value: (*kept, *new)}
    )
    after = replace(
        before,
        codes=tuple(changed if one.id == changed.id else one for one in before.codes),
        hash=content_id("notebook", before.hash, changed.id, language.value, *kept, "+", *new),
    )
    return after, changed_cues


@app.cell
def _(after, before, changed_cues, code, edition, judged, language):
    # A change reaches only documents that hold a changed cue; all others are coded as before.
    finder = Matcher({code.value: changed_cues}, before.languages[language.value].spacy)
    open_texts = edition.query(
        "select document_id, s.text from sentence s join document using (document_id) "
        "where is_text_open and s.language = ? order by document_id, s.position",
        [language.value],
    ).rows
    held_in = Counter(document_id for document_id, text in open_texts if finder.find(text))
    titles = dict(edition.query("select document_id, title from document").rows)
    judge = shipped_judge() if judged.value else None
    compared = {}
    for document_id in sorted(held_in):
        sentences = edition.read(Sentence, "document_id = ? order by position", [document_id])
        kinds = dict(
            edition.query(
                "select passage_id, kind from passage where document_id = ?", [document_id]
            ).rows
        )
        remembering = judge and remember_judgements(judge)
        compared[document_id] = compare_document(
            sentences, kinds, (before, after), (remembering, remembering)
        )
    moved = [
        {
            "way": "gained" if change.is_gained else "lost",
            "code": change.code,
            "sentence": change.sentence.text,
            "title": titles[document_id],
            "page": change.sentence.page,
            "sentence_id": change.sentence.sentence_id,
        }
        for document_id, found in compared.items()
        for change in found.changes
    ]
    return compared, held_in, moved


@app.cell
def _(changed_cues, compared, held_in, judged, moved):
    ways = Counter((row["code"], row["way"]) for row in moved)
    bars = [
        {"code": code_id, "way": way, "sentence_count": count if way == "gained" else -count}
        for (code_id, way), count in sorted(ways.items())
    ]
    moved_chart = (
        alt.Chart(alt.Data(values=bars))
        .mark_bar()
        .encode(
            x=alt.X(
                "sentence_count:Q", title="sentences lost and gained", axis=alt.Axis(tickMinStep=1)
            ),
            y=alt.Y("code:N", title=None),
            color=alt.Color("way:N", title=None).scale(
                domain=["gained", "lost"], range=["#0072b2", "#d55e00"]
            ),
        )
        .properties(width=560)
    )
    retyped = sum(found.retyped_count for found in compared.values())
    told = f"""
    ## What moves

    The changed cues stand in **{held_in.total():,} sentences** of {len(compared)} documents.
    **{sum(row["way"] == "gained" for row in moved):,} codes are gained and
    {sum(row["way"] == "lost" for row in moved):,} lost**, and {retyped:,} sentences change their
    type. Codes other than yours may move: {
        "the trained model looks at all cues of a sentence, and may give a code without a cue or "
        "not give it in spite of one."
        if judged.value
        else "a sentence may change its type with its codes. The rules alone code here."
    }
    """
    mo.stop(not changed_cues, mo.md("**No cue is changed yet.** Add one, or take one away, above."))
    mo.vstack([mo.md(told), *([moved_chart, mo.ui.table(moved, selection=None)] if moved else [])])
    return (moved_chart,)


@app.cell
def _(after, before, changed_cues, code, language):
    mo.stop(not changed_cues)
    was, now = (
        next(one.cues.get(language.value, ()) for one in book.codes if one.id == code.value)
        for book in (before, after)
    )
    mo.md(
        f"""
        ## To keep it

        {len(was)} cues have become {len(now)}. Copy the folders `imaginaries`, `constraints` and
        `languages` of `data/`, and put this into the copy's file of the code, or of the language
        (there under the code's name; one cue may stand in only one of them):

        ```yaml
        {language.value}: {json.dumps(now, ensure_ascii=False)}
        ```

        `imaginaries codebook lint --folder COPY` says where it is weak, and
        `imaginaries codebook diff data COPY --home HOME` what moves in a whole home.
        """
    )
    return (now,)


if __name__ == "__main__":
    app.run()

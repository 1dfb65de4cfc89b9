"""What reads the faces and how well, what happens to pictures, and whose work is in here."""

import numpy as np
import streamlit as st

from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST
from core.labels import EMOTIONS
from core.text import percent
from pages.shared import emoji_sets, folders, models
from pages.shared import figures as charts
from pages.shared.numbers import Figure, show_numbers
from pages.shared.plot import clickable_plot

st.title("About")
st.markdown("What reads your face, how often it is right, and what happens to your picture.")

card = models.serving_card()
report = models.model_report(card.name)

st.subheader("The network", anchor=False)
st.markdown(
    f"**{card.name}** learned from {sum(card.data['counts']['Training']):,} grey faces of 48 × 48 "
    "pixels (the set FER2013). It reads an expression, not a feeling, and it is often wrong: "
    "people who labelled the same faces agree in about 65 of 100."
)
tested = report.get(PRIVATE_TEST) or report.get(PUBLIC_TEST)
if tested:
    show_numbers(
        Figure(percent(tested["accuracy"]), "of the test faces are right", "As they are labelled."),
        Figure(
            percent(tested["balanced_accuracy"]),
            "are found, as a mean over the seven",
            "Here rare expressions count as much as common ones (balanced accuracy).",
        ),
        Figure(
            percent(tested["ece"]),
            "is what “% sure” is off by",
            "On average: its expected calibration error.",
        ),
    )
    matrix, words = st.columns([3, 2], gap="large")
    with matrix:
        clickable_plot("matrix", charts.confusion_figure(np.array(tested["confusion"])), height=430)
    with words:
        best = max(EMOTIONS, key=tested["recall"].__getitem__)
        worst = min(EMOTIONS, key=tested["recall"].__getitem__)
        st.markdown(
            f"Each row is one label of the {tested['n']:,} test faces and how the network read "
            f"them. It is surest with **{best}** ({percent(tested['recall'][best])} found) and "
            f"weakest with **{worst}** ({percent(tested['recall'][worst])}).\n\n"
            "Do not use it to judge people: not for hiring, not for safety, not for health. "
            "Fairness across groups was not measured, because the set has no such labels."
        )
    curve, words = st.columns([3, 2], gap="large")
    with curve:
        clickable_plot("sure", charts.reliability_figure(tested["reliability"]), height=360)
    with words:
        low, high = tested["accuracy_ci95"]
        st.markdown(
            "**What “% sure” means.** On the dotted line a network is right exactly as often as "
            "it says. Hover over a point to see how many faces it stands for.\n\n"
            f"The test had {tested['n']:,} faces, so the share it gets right lies between "
            f"{percent(low)} and {percent(high)} (95 % interval)."
        )
words_of_card = folders.MODELS / card.name / "MODEL_CARD.md"
if words_of_card.exists():
    with st.expander("The whole model card", icon=":material/description:"):
        # Its headings are a document's; here they stand below the page's own.
        st.markdown(words_of_card.read_text(encoding="utf-8").replace("# ", "### "))

st.subheader("Your pictures", anchor=False)
st.markdown(
    "- Pictures and the camera's frames are worked on in memory and nowhere else.\n"
    "- They are gone when you close the page, and nothing is kept unless you press Keep.\n"
    "- A video lies in a private folder of the server while it is worked on, and nowhere after.\n"
    "- Downloads are drawn anew: no place, camera or time is left in them."
)

st.subheader("Whose work is in here", anchor=False)
credits = [f"- {emojis.credit}" for emojis in emoji_sets.shipped_sets().values()]
st.markdown(
    "\n".join(
        [
            *credits,
            "- Face finder: YuNet by Shiqi Yu and others (MIT), run by LiteRT (Apache-2.0).",
            "- Training faces: FER2013 by Pierre-Luc Carrier and Aaron Courville, 2013.",
            "- Sample photo: astronaut Eileen Collins, NASA (public domain).",
        ]
    )
)

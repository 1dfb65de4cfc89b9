"""A personal head on the app's network, answering as a classifier does."""

import numpy as np

from core.classifier import Classifier, ModelCard, Prediction
from core.personal.head import Head
from core.personal.trial import features_of


class PersonalClassifier:
    """The app's network with a last layer of one's own. As safe to share as the network is."""

    def __init__(self, classifier: Classifier, head: Head) -> None:
        self.card: ModelCard = classifier.card
        self.head = head
        self._classifier = classifier

    def predict(self, patches: np.ndarray) -> list[Prediction]:
        """How each face looks to a model that knows its person.

        Args:
            patches: (N, 48, 48) uint8 grey.
        """
        if not len(patches):
            return []
        features = features_of(self._classifier, patches)
        found = self.head.probabilities(features)
        return [
            Prediction(self.head.labels, row, seen)
            for row, seen in zip(found, features, strict=True)
        ]

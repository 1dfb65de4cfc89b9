"""A visitor's own layer on the app's network, answering as a classifier does."""

import numpy as np

from core.classifier import Classifier, ModelCard, Prediction
from core.errors import UserError
from core.labels import EMOTIONS
from core.personal.layer import Layer


class PersonalClassifier:
    """The app's network with a layer of one's own. As safe to share as the network is."""

    def __init__(self, classifier: Classifier, layer: Layer) -> None:
        self.card: ModelCard = classifier.card
        self.layer = layer
        self._classifier = classifier

    def predict(self, patches: np.ndarray) -> list[Prediction]:
        """How each face looks to a model that knows its person.

        Args:
            patches: (N, 48, 48) uint8 grey.

        Raises:
            UserError: The network does not tell its features.
        """
        if not len(patches):
            return []
        seen = self._classifier.predict(patches)
        features = np.array([features_in(one, self.card.name) for one in seen])
        seven = np.array([[one.scores[name] for name in EMOTIONS] for one in seen], np.float32)
        found = self.layer.probabilities(features, seven)
        return [
            Prediction(self.layer.labels, row, own)
            for row, own in zip(found, features, strict=True)
        ]


def features_in(seen: Prediction, model: str) -> np.ndarray:
    """What the network's last layer saw of a face: (F,) float32.

    Raises:
        UserError: The model is of an older kind that does not tell.
    """
    if seen.features is None:
        raise UserError(
            f"The model {model} does not tell what its last layer sees, so nothing can be learned "
            "on it. Choose another on the Training page."
        )
    return seen.features

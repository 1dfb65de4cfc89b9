"""`python -m tests.support.poison FOLDER OUT FILE`: on Ray, with a file that ends its workers."""

import os
import sys
from typing import Any, Final

from core.bulk import cluster
from core.bulk.places import Place, Work
from core.bulk.worker import Wish
from tests.support.folders import ROOT

POISON: Final = sys.argv[-1]  # travels to the workers with the class


class _Worker(cluster.Worker):
    """As any, but for the file that is its end, as one that takes all memory would be."""

    def work(self, files: list[Any], work: Work, sources: Place, results: Place) -> dict[str, Any]:
        if work.name == POISON:
            os._exit(1)
        return super().work(files, work, sources, results)


if __name__ == "__main__":
    cluster.Worker = _Worker
    models = ROOT / "models"
    wish = Wish(models / "tutorial", ROOT / "emojis" / "noto", models, "cover")
    two = cluster.Cluster(cluster.LOCAL, 2, {})
    print(cluster.emojify_on_ray(sys.argv[1], sys.argv[2], wish, two))

"""`python models/convert_yunet.py`: YuNet for LiteRT, made from the ONNX file.

Needs `pip install onnx==1.23.2` beside requirements.txt; only the file made is needed to run the
app. It holds one signature for each size of picture, all with the same weights. The test
tests/core/test_yunet_lite.py holds it to OpenCV's answers.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import onnx.numpy_helper
import tensorflow as tf

FOLDER: Final = Path(__file__).resolve().parent / "yunet"
SOURCE: Final = FOLDER / "face_detection_yunet_2023mar.onnx"
TARGET: Final = FOLDER / "yunet.tflite"
# Width and height: a search of a wide, an upright, a very wide and a square picture at 320 px,
# then the closer looks at one face. Each side is a multiple of the last stride.
SIZES: Final = ((320, 256), (256, 320), (320, 192), (320, 320), (192, 192), (256, 256))
STRIDES: Final = (8, 16, 32)
ANSWERS: Final = ("cls", "obj", "bbox", "kps")  # 1, 1, 4 and 10 numbers for each cell


class YuNet(tf.Module):
    """The graph of the ONNX file with channels last, as TensorFlow's small runtime wants them."""

    def __init__(self, graph: Any) -> None:
        super().__init__()
        self._nodes = list(graph.node)
        self._weights = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}

    def rows(self, image: tf.Tensor) -> tf.Tensor:
        """(1, h, w, 3) float32 BGR of 0 to 255 -> (cells, 16): score, objectness, box, points.

        Cells go by stride, then by row and column.
        """
        values: dict[str, Any] = {"input": image}
        for node in self._nodes:
            values[node.output[0]] = self._output(node, values)
        levels = [
            tf.concat([values[f"{answer}_{stride}"] for answer in ANSWERS], axis=-1)
            for stride in STRIDES
        ]
        return tf.concat(levels, axis=1)[0]

    def _output(self, node: Any, values: dict[str, Any]) -> Any:
        x = values[node.input[0]]
        match node.op_type:
            case "Conv":
                return self._convolved(node, x)
            case "Relu":
                return tf.nn.relu(x)
            case "Sigmoid":
                return tf.sigmoid(x)
            case "Add":
                return x + values[node.input[1]]
            case "MaxPool":
                return tf.nn.max_pool2d(x, 2, 2, "VALID")
            case "Resize":  # nearest, twice as large
                return tf.image.resize(x, (2 * x.shape[1], 2 * x.shape[2]), method="nearest")
            case "Transpose":  # to channels last, where they are already
                return x
            case "Reshape":
                return tf.reshape(x, (1, x.shape[1] * x.shape[2], x.shape[3]))
        raise ValueError(f"YuNet has an operation {node.op_type} that this script does not know.")

    def _convolved(self, node: Any, x: Any) -> Any:
        settings = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
        kernel, bias = (self._weights[name] for name in node.input[1:])
        stride, edge = settings["strides"][0], settings["pads"][0]
        if edge and stride > 1:  # TensorFlow's own padding would begin a pixel further on
            x = tf.pad(x, ((0, 0), (edge, edge), (edge, edge), (0, 0)))
        padding = "SAME" if edge and stride == 1 else "VALID"
        if settings["group"] == 1:
            weights = np.transpose(kernel, (2, 3, 1, 0))
            return tf.nn.conv2d(x, weights, stride, padding) + bias
        weights = np.transpose(kernel, (2, 3, 0, 1))  # one filter a channel
        steps = (1, stride, stride, 1)
        return tf.nn.depthwise_conv2d(x, weights, steps, padding) + bias


def convert() -> bytes:
    """The `.tflite` file's bytes."""
    yunet = YuNet(onnx.load(SOURCE).graph)
    signatures = {}
    for width, height in SIZES:
        # A function of its own for each size: a shape that is fixed is planned once.
        search = tf.function(lambda image: {"rows": yunet.rows(image)})
        wanted = tf.TensorSpec((1, height, width, 3), tf.float32, name="image")
        signatures[f"{width}x{height}"] = search.get_concrete_function(image=wanted)
    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(yunet, folder, signatures=signatures)
        converter = tf.lite.TFLiteConverter.from_saved_model(
            folder, signature_keys=list(signatures)
        )
        return converter.convert()


def main() -> int:
    """Write the file."""
    data = convert()
    TARGET.write_bytes(data)
    print(f"{TARGET}: {len(data):,} bytes, {len(SIZES)} signatures")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Classifiers: how sure is a model that a text carries one of the 31 risks.

    Passage ──▶ Classifier ──▶ Judgement      scores per risk, or why there are none

Four kinds behind one protocol (`base.Classifier`):

* `embedded`  a hashed character-n-gram linear model, trained by ``hegui moderation train``;
* `onnx`      a model file of the operator's own, through onnxruntime;
* `guard`     a guard model on an OpenAI-compatible server (Qwen3Guard, Llama Guard);
* `vendor`    a content-safety API of a vendor, by its shape.

`bounded` puts a time limit and a circuit breaker around those that may hang.
A text that nobody could judge is ``unjudged``, with the reason; never clean.
"""

from __future__ import annotations

from hegui.moderation.classifiers.base import (
    Classifier,
    Judgement,
    Passage,
    Unjudged,
    judge_one,
)
from hegui.moderation.classifiers.bounded import Bounded
from hegui.moderation.classifiers.breaker import Breaker
from hegui.moderation.classifiers.embedded import EmbeddedClassifier
from hegui.moderation.classifiers.guard import Guard, GuardClassifier
from hegui.moderation.classifiers.modelfile import DEFAULT, read_model, write_model
from hegui.moderation.classifiers.onnx import OnnxClassifier
from hegui.moderation.classifiers.remote import Question, Remote, RemoteClassifier
from hegui.moderation.classifiers.transport import HttpTransport, Reply, Transport
from hegui.moderation.classifiers.vendor import Vendor, VendorClassifier, VendorShape

__all__ = [
    "DEFAULT",
    "Bounded",
    "Breaker",
    "Classifier",
    "EmbeddedClassifier",
    "Guard",
    "GuardClassifier",
    "HttpTransport",
    "Judgement",
    "OnnxClassifier",
    "Passage",
    "Question",
    "Remote",
    "RemoteClassifier",
    "Reply",
    "Transport",
    "Unjudged",
    "Vendor",
    "VendorClassifier",
    "VendorShape",
    "judge_one",
    "read_model",
    "write_model",
]

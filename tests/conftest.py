"""Seeded, reduced rounds by default; `STUDYKIT_ROUNDS=full` (`make prove`) runs the full counts."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

FULL = os.environ.get("STUDYKIT_ROUNDS") == "full"

settings.register_profile(
    "reduced", max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "full", max_examples=2000, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("full" if FULL else "reduced")

ROOT = Path(__file__).parent.parent


@pytest.fixture
def reference_vault() -> Path:
    """The vault of this repository. Read, never written."""
    return ROOT / "vault"


@pytest.fixture
def shared() -> Path:
    """Data beside the checkout that tests may use; a test that needs it is skipped, saying so, where it is missing."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here")
    return folder

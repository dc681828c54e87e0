"""A small workspace with a model that answers on this machine (`tests.llm.loopback`)."""

from tests.flows.small_world import World


class ModelWorld(World):
    """A workspace whose model is on this machine."""

    url = ""

    def settings(self, *lines: str) -> None:
        model = ("[llm]", f'base_url = "{self.url}"', 'model = "m"', "timeout = 5", 'api_key_env = "CANARY"')
        super().settings(*lines, *model)

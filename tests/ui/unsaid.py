"""What no page may hold before the debrief."""

from __future__ import annotations

from mentor_cpd.scenario.model import Scenario


def scenes(scenario: Scenario) -> dict[str, set[str]]:
    """By scene, the words that only it holds."""
    return {
        scene.id: {passage.text for passage in scene.passages if "*" not in passage.text}
        | {choice.text for choice in scene.choices}
        for scene in scenario.scenes
    }


def commentary(scenario: Scenario) -> set[str]:
    """What an expert says, and what is judged."""
    found = {choice.because for scene in scenario.scenes for choice in scene.choices}
    found |= {scene.expert for scene in scenario.scenes if scene.expert}
    found |= {rule.says for rule in scenario.rules}
    found |= {feature.says for feature in scenario.key_features}
    found |= {*scenario.debrief, *scenario.competencies, *scenario.facts, *scenario.errors()}
    return found


def targets(scenario: Scenario) -> set[str]:
    """Where choices lead, as the page's source would show it."""
    return {f'"{choice.to}"' for scene in scenario.scenes for choice in scene.choices}

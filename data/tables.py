"""The tables: which record is which, and the schema that makes them."""

from __future__ import annotations

import re
from pathlib import Path

from data import records
from data.home_schema import Table, table_of

SCHEMA = Path(__file__).with_name("schema.sql")

RECORD_TYPES: tuple[type, ...] = (
    records.DocumentRef,
    records.Sighting,
    records.Response,
    records.Snapshot,
    records.TextChange,
    records.Document,
    records.Page,
    records.Passage,
    records.Sentence,
    records.SentenceBox,
    records.Claim,
    records.ClaimCue,
    records.ClaimFacet,
    records.SystemMention,
    records.Topic,
    records.TopicShare,
    records.TopicAssignment,
    records.TopicModel,
    records.TopicStability,
    records.TopicLineage,
    records.TopicLink,
    records.TopicPartShare,
    records.TopicCode,
    records.TopicChange,
    records.TopicExample,
    records.TopicQuality,
    records.TopicLabel,
    records.TopicExclusion,
    records.TopicIntrusion,
    records.TopicIntrusionAnswer,
    records.TopicIntrusionScore,
    records.RegisterRecord,
    records.RegisterCoverage,
    records.RegisterColumn,
    records.RegisterEdition,
    records.Deployment,
    records.DeploymentStatus,
    records.EditionChange,
    records.DeploymentStatement,
    records.DeploymentClaim,
    records.OrganisationRecord,
    records.OrganisationPredecessor,
    records.OrganisationNameMatch,
    records.DeploymentBody,
    records.DeploymentLink,
    records.DeploymentGroup,
    records.IncidentList,
    records.Incident,
    records.IncidentBody,
    records.Comparison,
    records.Prevalence,
    records.Gap,
    records.LagSpell,
    records.LagPoint,
    records.Promise,
    records.PromiseCandidate,
    records.Recommendation,
    records.RecommendationAddressee,
    records.RecommendationFollow,
    records.ScenarioIndex,
    records.SensitivityVariant,
    records.SoughtGroup,
    records.GroupMention,
    records.WordChange,
    records.CountryWord,
    records.Coding,
    records.FaultRecord,
    records.StageInput,
    records.Run,
    records.Edition,
    records.RunManifest,
    records.HomeSchema,
    records.EditionCount,
    records.CheckAcceptance,
)


def table_name(record_type: type) -> str:
    """The table that holds this record: its name in snake case, without a closing "Record"."""
    name = record_type.__name__.removesuffix("Record")
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def tables_declared() -> list[Table]:
    """The tables as this version's records have them."""
    return [table_of(table_name(record_type), record_type) for record_type in RECORD_TYPES]

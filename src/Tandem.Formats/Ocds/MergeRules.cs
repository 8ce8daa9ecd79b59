using System.Text;

namespace Tandem.Formats.Ocds;

/// <summary>
/// What the merge routine of the standard does at each path that is not merged by default: left out (<c>omitWhenMerged</c>), or replaced as a whole list
/// (<c>wholeListMerge</c>, and arrays whose items have no <c>id</c> in the schema). By default objects are merged field by field, arrays of
/// objects by <c>id</c>, anything else is replaced.
/// </summary>
/// <remarks>Source: standard.open-contracting.org/1.1/en/schema/merging and the release schemas of 1.0.3, 1.1.5 and the European Union profile.</remarks>
public sealed class MergeRules
{
    private const string Whole11 = """
        parties.additionalIdentifiers|roles
        buyer.additionalIdentifiers
        tender.additionalProcurementCategories|submissionMethod
        tender.procuringEntity|tenderers.additionalIdentifiers
        awards.suppliers.additionalIdentifiers
        contracts.implementation.transactions.payer|payee.additionalIdentifiers
        tender|awards|contracts.amendment|amendments.changes
        tender|awards|contracts.items.additionalClassifications
        relatedProcesses.relationship
        contracts.relatedProcesses.relationship
        """;

    private const string WholeEuropean = """
        parties.additionalContactPoints
        parties|buyer.contactPoint.availableLanguage
        parties.details.classifications
        parties.shareholders.shareholder.additionalIdentifiers
        parties.shareholders.shareholder.contactPoint.availableLanguage
        planning.budget.finance.financingParty.additionalIdentifiers
        planning.budget.finance.financingParty.contactPoint.availableLanguage
        planning.budget.finance.relatedLots
        planning|tender|awards|contracts.documents.relatedLots
        planning|tender|contracts.milestones.relatedLots
        planning|tender|contracts.milestones.documents.relatedLots
        tender|awards|contracts.amendment|amendments.relatedLots|unstructuredChanges
        tender|awards|contracts.items.deliveryAddresses|deliveryLocations
        tender|awards|contracts.items.deliveryLocation.gazetteer.identifiers
        tender|awards|contracts.items.deliveryLocation.geometry.coordinates
        tender.additionalClassifications|coveredBy|deliveryAddresses|deliveryLocations|legislativeReferences
        tender.procurementMethodRationaleClassifications
        tender.bidOpening.location.gazetteer.identifiers
        tender.bidOpening.location.geometry.coordinates
        tender.contractTerms.customerServices
        tender.designContest.juryMembers
        tender.designContest.selectedParticipants.additionalIdentifiers
        tender.designContest.selectedParticipants.contactPoint.availableLanguage
        tender.lotGroups.identifiers|relatedLots
        tender.lotGroups.awardCriteria.criteria
        tender.otherRequirements.qualificationSystemConditions|qualificationSystemMethods|reservedParticipation
        tender.participationFees.methodOfPayment|type
        tender.procuringEntity|tenderers.contactPoint.availableLanguage
        tender.recurrence.dates
        tender.selectionCriteria.criteria
        tender.submissionTerms.languages|subcontractingClauses
        tender.lots.additionalClassifications|additionalProcurementCategories|coveredBy|essentialAssets|identifiers
        tender.lots.awardCriteria|selectionCriteria.criteria
        tender.lots.bidOpening.location.gazetteer.identifiers
        tender.lots.bidOpening.location.geometry.coordinates
        tender.lots.buyer.additionalIdentifiers
        tender.lots.buyer.contactPoint.availableLanguage
        tender.lots.contractTerms.customerServices
        tender.lots.designContest.juryMembers
        tender.lots.designContest.selectedParticipants.additionalIdentifiers
        tender.lots.designContest.selectedParticipants.contactPoint.availableLanguage
        tender.lots.milestones.relatedLots
        tender.lots.milestones.documents.relatedLots
        tender.lots.otherRequirements.qualificationSystemConditions|qualificationSystemMethods|reservedParticipation
        tender.lots.recurrence.dates
        tender.lots.submissionTerms.languages|subcontractingClauses
        awards.relatedLots
        awards.suppliers.contactPoint.availableLanguage
        awards.subcontracting.subcontracts.mainContractors|subcontractor.additionalIdentifiers
        awards.subcontracting.subcontracts.mainContractors|subcontractor.contactPoint.availableLanguage
        bids.details.documents.relatedLots
        bids.details.tenderers.additionalIdentifiers
        bids.details.tenderers.contactPoint.availableLanguage
        bids.details.subcontracting.subcontracts.mainContractors|subcontractor.additionalIdentifiers
        bids.details.subcontracting.subcontracts.mainContractors|subcontractor.contactPoint.availableLanguage
        contracts.finance.financingParty.additionalIdentifiers
        contracts.finance.financingParty.contactPoint.availableLanguage
        contracts.finance.relatedLots
        contracts.implementation.documents.relatedLots
        contracts.implementation.milestones.relatedLots
        contracts.implementation.milestones.documents.relatedLots
        contracts.implementation.transactions.payer|payee.contactPoint.availableLanguage
        """;

    private const string Whole10 = """
        buyer.additionalIdentifiers
        tender.procuringEntity.additionalIdentifiers
        tender.submissionMethod|tenderers
        tender|awards|contracts.amendment.changes
        tender|awards|contracts.items.additionalClassifications
        awards.suppliers
        """;

    private MergeRules() { }

    /// <summary>The rules of OCDS 1.1 with the European Union profile, whose extensions UK and European publishers use.</summary>
    public static MergeRules Ocds11 { get; } = Of("id\ndate\ntag", Whole11 + "\n" + WholeEuropean);

    /// <summary>The rules of OCDS 1.0, for releases that were not brought into the form of 1.1.</summary>
    public static MergeRules Ocds10 { get; } = Of("id\ndate\ntag\nocid", Whole10);

    internal MergeRule Root { get; } = new();

    /// <summary>Rules of another schema.</summary>
    /// <param name="omit">Paths left out, one a line; <c>|</c> separates alternatives in a step.</param>
    /// <param name="whole">Paths of lists replaced as a whole.</param>
    /// <param name="append">Paths of arrays whose items are always added.</param>
    /// <param name="byPosition">Paths of arrays whose items are merged by position.</param>
    public static MergeRules Of(
        string omit,
        string whole,
        string append = "",
        string byPosition = ""
    )
    {
        var rules = new MergeRules();
        rules.Add(omit, r => r.Omit = true);
        rules.Add(whole, r => r.Whole = true);
        rules.Add(append, r => r.Append = true);
        rules.Add(byPosition, r => r.ByPosition = true);
        return rules;
    }

    private void Add(string paths, Action<MergeRule> set)
    {
        foreach (
            var path in paths.Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            IEnumerable<MergeRule> reached = [Root];
            foreach (var step in path.Split('.'))
            {
                reached =
                [
                    .. reached.SelectMany(
                        _ => step.Split('|'),
                        (rule, name) => rule.Ensure(Encoding.UTF8.GetBytes(name))
                    ),
                ];
            }
            foreach (var rule in reached)
            {
                set(rule);
            }
        }
    }
}

/// <summary>What is done at one path, and below it.</summary>
internal sealed class MergeRule
{
    private readonly List<(uint Hash, byte[] Name, MergeRule Rule)> inner = [];

    public bool Omit { get; set; }

    public bool Whole { get; set; }

    public bool Append { get; set; }

    public bool ByPosition { get; set; }

    public MergeRule? Find(ReadOnlySpan<byte> name, uint hash)
    {
        foreach (
            var (h, n, rule) in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(inner)
        )
        {
            if (h == hash && name.SequenceEqual(n))
            {
                return rule;
            }
        }
        return null;
    }

    public MergeRule Ensure(byte[] name)
    {
        var hash = ReleaseTree.HashOf(name);
        if (Find(name, hash) is { } rule)
        {
            return rule;
        }
        rule = new MergeRule();
        inner.Add((hash, name, rule));
        return rule;
    }
}

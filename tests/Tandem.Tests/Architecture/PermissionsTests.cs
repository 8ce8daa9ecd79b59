using System.Reflection;
using System.Text;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Collaborations;
using Tandem.Collaborations.Workspaces;
using Tandem.Commitments;
using Tandem.Discussions;
using Tandem.Entries;
using Tandem.Evaluations;
using Tandem.Following;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Pipeline;
using Tandem.Playbooks;
using Tandem.Playbooks.Runs;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Declarations;
using Tandem.Tests.Support;

namespace Tandem.Tests.Architecture;

/// <summary>Who may do what, printed from the rules themselves to <c>docs/permissions.md</c>; a rule that is not in the table fails.</summary>
public sealed class PermissionsTests
{
    private static readonly DateTime Now = new(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Organisation Own = Organisation.Create("Own Council", null, Now);

    private static readonly Collaboration Together = Collaboration.Start(
        1,
        "Together",
        "One contract",
        Own,
        new("Jo Hill", "Director", "Decision 14/2026"),
        [Organisation.Create("Third Council", null, Now).Id],
        null,
        Actor.System,
        Now
    );

    private static readonly AssessmentKind Kind = new AssessmentKinds(Content.Shipped).Find(
        "cyber-essentials"
    );

    /// <summary>Of the own organisation, or handed over to it by another.</summary>
    private static Assessment Assessed(bool own)
    {
        var stranger = Organisation.Create("Assessed Ltd", null, Now).Id;
        var days = new WorkingDays(Content.Shipped)[WorkingDays.Usual];
        var assessment = Assessment.Start(
            Kind,
            1,
            new(
                "Firm",
                null,
                own ? Own.Id : stranger,
                own ? stranger : Own.Id,
                null,
                null,
                null,
                null,
                WorkingDays.Usual,
                null
            ),
            Actor.System,
            Now,
            days
        );
        assessment.Act(Kind, Kind.Acts[0], null, null, Actor.System, Now, days);
        return assessment;
    }

    private static readonly (string Who, Actor Actor)[] Everybody =
    [
        ("visitor", Actor.Visitor),
        ("member of another", Of(Role.Member, Guid.Empty)),
        ("officer of another", Of(Role.Officer, Guid.Empty)),
        ("member", Of(Role.Member, Own.Id.Value)),
        ("officer", Of(Role.Officer, Own.Id.Value)),
        ("administrator", Of(Role.Administrator, Own.Id.Value)),
        (
            "steward",
            new(
                Guid.AllBitsSet,
                "Sam",
                new Dictionary<Guid, Role>(),
                new HashSet<Guid>(),
                IsSteward: true
            )
        ),
    ];

    private static readonly Tandem.Playbooks.Runs.Run Running = Tandem.Playbooks.Runs.Run.Start(
        1,
        Playbooks.Runs.RunPlaybook.Usual(),
        new("Housing repairs", null, [], null),
        Own,
        [Organisation.Create("Third Council", null, Now).Id],
        null,
        Actor.System,
        Now
    );

    private static JudgedStage Judged(CallRole role)
    {
        var call = Called(role);
        return new(call, call.InOrder.First(), [], new([], []));
    }

    private sealed record Act(string Words, string Rule, Func<Actor, Verdict> Verdict);

    private static readonly Act[] Acts =
    [
        new(
            "Add organisations and partnerships, and change who belongs to which",
            nameof(AccountPermissions.LookAfterNetwork),
            AccountPermissions.LookAfterNetwork
        ),
        new(
            "Add people to the organisation, change their role, remove them",
            nameof(AccountPermissions.LookAfterPeople),
            a => AccountPermissions.LookAfterPeople(a, Own)
        ),
        new(
            "Make keys with which programs read what one may see",
            nameof(AccountPermissions.MakeKeys),
            AccountPermissions.MakeKeys
        ),
        new(
            "Bring in published data (OCDS, Contracts Finder)",
            nameof(ImportPermissions.MayBring),
            a => ImportPermissions.MayBring(a, ImportKind.Ocds, null)
        ),
        new(
            "Bring in the organisation’s contract register",
            nameof(ImportPermissions.MayBring),
            a => ImportPermissions.MayBring(a, ImportKind.Register, Own.Id)
        ),
        new(
            "See an import of published data",
            nameof(ImportPermissions.MaySee),
            a => ImportPermissions.MaySee(a, Run(ImportKind.Ocds))
        ),
        new(
            "See an import of the organisation’s register",
            nameof(ImportPermissions.MaySee),
            a => ImportPermissions.MaySee(a, Run(ImportKind.Register))
        ),
        new(
            "Stop an import of published data that somebody else started",
            nameof(ImportPermissions.MayCancel),
            a => ImportPermissions.MayCancel(a, Run(ImportKind.Ocds))
        ),
        new(
            "Stop an import of the organisation’s register that somebody else started",
            nameof(ImportPermissions.MayCancel),
            a => ImportPermissions.MayCancel(a, Run(ImportKind.Register))
        ),
        new(
            "Say that two suppliers are the same, or are not",
            nameof(PartyPermissions.DecideSuppliers),
            PartyPermissions.DecideSuppliers
        ),
        new(
            "Say which authority a buyer’s name stands for",
            nameof(PartyPermissions.CorrectBuyers),
            PartyPermissions.CorrectBuyers
        ),
        new(
            "Start an assessment of the organisation, or of something of its own",
            nameof(AssessmentPermissions.MayStart),
            a => AssessmentPermissions.MayStart(a, Kind, Own.Id)
        ),
        new(
            "Say who assesses for others",
            nameof(AssessmentPermissions.MayNameBodies),
            AssessmentPermissions.MayNameBodies
        ),
        new(
            "Name people for the organisation’s side of an assessment",
            nameof(AssessmentPermissions.MayName),
            a => AssessmentPermissions.MayName(a, Assessed(own: true), Side.Applicant)
        ),
        new(
            "Name assessors, where the organisation assesses",
            nameof(AssessmentPermissions.MayName),
            a => AssessmentPermissions.MayName(a, Assessed(own: false), Side.Assessors)
        ),
        new(
            "Change the booking of an assessment of the organisation",
            nameof(AssessmentPermissions.MayBook),
            a => AssessmentPermissions.MayBook(a, Kind, Assessed(own: true))
        ),
        new(
            "Say for oneself that one can sit on panels",
            nameof(AssessmentPermissions.MayOffer),
            AssessmentPermissions.MayOffer
        ),
        new(
            "Say that somebody else of the organisation was trained to assess",
            nameof(AssessmentPermissions.MaySeeTraining),
            a => AssessmentPermissions.MaySeeTraining(a, default, [Own.Id])
        ),
        new(
            "Answer the questions of the organisation’s own application for Cyber Essentials",
            nameof(AssessmentPermissions.MayAs),
            a => AssessmentPermissions.MayAs(a, Kind, Assessed(own: true), ["contributor"])
        ),
        new(
            "Withdraw the organisation’s own application for Cyber Essentials",
            nameof(AssessmentPermissions.MayAs),
            a => AssessmentPermissions.MayAs(a, Kind, Assessed(own: true), ["applicant-lead"])
        ),
        new(
            "Show what was done for an action of an assessment of the organisation",
            nameof(AssessmentActions.MayShow),
            a => AssessmentActions.MayShow(a, Assessed(own: true))
        ),
        new(
            "Close an action, where the organisation assesses",
            nameof(AssessmentActions.MayAnswer),
            a => AssessmentActions.MayAnswer(a, Kind, Assessed(own: false))
        ),
        new(
            "Withdraw a certificate that the organisation gave to another",
            nameof(WithdrawCertificate.MayWithdraw),
            a => WithdrawCertificate.MayWithdraw(a, Kind, Assessed(own: false))
        ),
        new(
            "Put something on the organisation’s pipeline",
            nameof(PipelinePermissions.MayAdd),
            a => PipelinePermissions.MayAdd(a, Own.Id)
        ),
        new(
            "Change, share, report on, review or withdraw a pipeline item of the organisation",
            nameof(PipelinePermissions.MayChange),
            a => PipelinePermissions.MayChange(a, Planned())
        ),
        new(
            "Give a pipeline item of the organisation to another owner",
            nameof(PipelinePermissions.MayAssign),
            a => PipelinePermissions.MayAssign(a, Planned())
        ),
        new(
            "Approve what somebody else wants to make public",
            nameof(PipelinePermissions.MayApprove),
            a => PipelinePermissions.MayApprove(a, Planned(), isNamed: false)
        ),
        new(
            "Approve it, being named as an approver",
            nameof(PipelinePermissions.MayApprove),
            a => PipelinePermissions.MayApprove(a, Planned(), isNamed: true)
        ),
        new(
            "Decide whether the organisation’s pipeline needs an approver, and how often it is reviewed",
            nameof(PipelinePermissions.MayRule),
            a => PipelinePermissions.MayRule(a, Own.Id)
        ),
        new(
            "Make a call of the organisation",
            nameof(CallPermissions.MayMake),
            a => CallPermissions.MayMake(a, Own.Id)
        ),
        new(
            "Write a call the organisation makes, as one of its owners or editors",
            nameof(CallPermissions.MayWrite),
            a => CallPermissions.MayWrite(a, Called(CallRole.Editor))
        ),
        new(
            "Say who has which part in a call of the organisation",
            nameof(CallPermissions.MayName),
            a => CallPermissions.MayName(a, Called(CallRole.Editor))
        ),
        new(
            "Approve a call somebody else has submitted, as one of its approvers",
            nameof(CallPermissions.MayApprove),
            a => CallPermissions.MayApprove(a, Called(CallRole.Approver))
        ),
        new(
            "Publish, amend and cancel a call of the organisation, as one of its owners",
            nameof(CallPermissions.MayPublish),
            a => CallPermissions.MayPublish(a, Called(CallRole.Owner))
        ),
        new(
            "See how a call of the organisation is made",
            nameof(CallPermissions.MaySeeWorkings),
            a => CallPermissions.MaySeeWorkings(a, Called(CallRole.Assessor))
        ),
        new(
            "Enter a call that is open",
            nameof(EntryPermissions.MayEnter),
            a => EntryPermissions.MayEnter(a, Open(CallRole.Assessor))
        ),
        new(
            "Enter a call for somebody who gave it on paper or by telephone, as one who looks after the call",
            nameof(EntryPermissions.MayEnterForOthers),
            a => EntryPermissions.MayEnterForOthers(a, Open(CallRole.Editor))
        ),
        new(
            "Say something to those who work on an entry, as one of them",
            nameof(EntryPermissions.MayComment),
            a => EntryPermissions.MayComment(a, Entered())
        ),
        new(
            "Answer the questions of an entry, as one who works on it",
            nameof(EntryPermissions.MayAnswer),
            a => EntryPermissions.MayAnswer(a, Entered())
        ),
        new(
            "Submit or withdraw an entry and say who works on it, as the one who leads it",
            nameof(EntryPermissions.MayLead),
            a => EntryPermissions.MayLead(a, Entered())
        ),
        new(
            "Ask to join those who work on a public entry, as one who does not",
            nameof(EntryPermissions.MayAskToJoin),
            a => EntryPermissions.MayAskToJoin(a, Teams(), Pitched())
        ),
        new(
            "Support a public entry, as one who does not work on it",
            nameof(EntryPermissions.MaySupport),
            a => EntryPermissions.MaySupport(a, Pitched())
        ),
        new(
            "Admit an entry that came late, as an owner of the call",
            nameof(EntryPermissions.MayDecideLate),
            a => EntryPermissions.MayDecideLate(a, Open(CallRole.Owner))
        ),
        new(
            "Open sealed entries with another, as an opener of the call",
            nameof(EntryPermissions.MayOpen),
            a => EntryPermissions.MayOpen(a, Open(CallRole.Opener))
        ),
        new(
            "See how many entries a call has, as one who looks after it",
            nameof(EntryPermissions.MaySeeList),
            a => EntryPermissions.MaySeeList(a, Open(CallRole.Observer))
        ),
        new(
            "Let public entries through, answer, hide and join them, as a moderator of the call",
            nameof(EntryPermissions.MayModerate),
            a => EntryPermissions.MayModerate(a, Open(CallRole.Moderator))
        ),
        new(
            "Read what was told in confidence about a public entry, as an owner or editor of the call",
            nameof(AcknowledgeReply.MayRead),
            a => AcknowledgeReply.MayRead(a, Open(CallRole.Owner))
        ),
        new(
            "See how entries of a call of the organisation are judged, as an observer",
            nameof(JudgingPermissions.MaySee),
            a => JudgingPermissions.MaySee(a, Called(CallRole.Observer))
        ),
        new(
            "Judge entries of a call of the organisation, as one of its assessors",
            nameof(JudgingPermissions.MayAssess),
            a => JudgingPermissions.MayAssess(a, Called(CallRole.Assessor))
        ),
        new(
            "Share entries out, reveal, agree scores and recommend, as a lead assessor",
            nameof(JudgingPermissions.MayLead),
            a => JudgingPermissions.MayLead(a, Called(CallRole.LeadAssessor))
        ),
        new(
            "Screen entries, as an owner or editor who is not on the panel",
            nameof(JudgingPermissions.MayScreen),
            a => JudgingPermissions.MayScreen(a, Called(CallRole.Owner))
        ),
        new(
            "Look at files of entries that are judged without names, and let assessors open them",
            nameof(JudgingPermissions.MayCheckFiles),
            a => JudgingPermissions.MayCheckFiles(a, Called(CallRole.Owner))
        ),
        new(
            "See the ranking, as an assessor who owes no scores",
            nameof(JudgingPermissions.MaySeeRanking),
            a => JudgingPermissions.MaySeeRanking(a, Judged(CallRole.Assessor))
        ),
        new(
            "Approve or return what a panel recommends, as an approver of the call",
            nameof(JudgingPermissions.MayApprove),
            a => JudgingPermissions.MayApprove(a, Called(CallRole.Approver))
        ),
        new(
            "Tell everybody what was decided, and take further what was selected, as an owner of the call",
            nameof(JudgingPermissions.MayTell),
            a => JudgingPermissions.MayTell(a, Called(CallRole.Owner))
        ),
        new(
            "Set an opportunity aside for the organisation, one of whose purchases is in it, and put it back",
            nameof(OpportunityPermissions.MaySetAside),
            a => OpportunityPermissions.MaySetAside(a, Own, true)
        ),
        new(
            "Look after the outbox: see which e-mails were not taken, and have them tried again",
            nameof(MessagePermissions.LookAfterMail),
            MessagePermissions.LookAfterMail
        ),
        new(
            "Promise something for the organisation, and show a promise to everybody",
            nameof(CommitmentPermissions.MayPromise),
            a => CommitmentPermissions.MayPromise(a, Own.Id)
        ),
        new(
            "Promise something that only the organisation itself sees",
            nameof(CommitmentPermissions.MayPlan),
            a => CommitmentPermissions.MayPlan(a, Own.Id)
        ),
        new(
            "Say how a promise of the organisation stands, when one sees to it oneself",
            nameof(CommitmentPermissions.MayLookAfter),
            a => CommitmentPermissions.MayLookAfter(a, Promised(Guid.AllBitsSet))
        ),
        new(
            "Say how a promise of the organisation stands, when a colleague sees to it",
            nameof(CommitmentPermissions.MayLookAfter),
            a => CommitmentPermissions.MayLookAfter(a, Promised(Guid.Empty))
        ),
        new(
            "Take a promise of the organisation down",
            nameof(CommitmentPermissions.MayTakeDown),
            a => CommitmentPermissions.MayTakeDown(a, Own.Id)
        ),
        new(
            "Post about a record one may see, ask the organisation that keeps it, report a post",
            nameof(DiscussionPermissions.MaySpeak),
            DiscussionPermissions.MaySpeak
        ),
        new(
            "Speak for the organisation, and write and read its private notes",
            nameof(DiscussionPermissions.MaySpeakFor),
            a => DiscussionPermissions.MaySpeakFor(a, Own.Id)
        ),
        new(
            "Answer or decline questions to the organisation",
            nameof(DiscussionPermissions.MayAnswer),
            a => DiscussionPermissions.MayAnswer(a, Own.Id)
        ),
        new(
            "Say within how many working days the organisation answers",
            nameof(DiscussionPermissions.MaySetAnswerTime),
            a => DiscussionPermissions.MaySetAnswerTime(a, Own.Id)
        ),
        new(
            "Remove others’ posts about a record the organisation keeps",
            nameof(DiscussionPermissions.MayModerate),
            a => DiscussionPermissions.MayModerate(a, Own.Id)
        ),
        new(
            "Remove others’ posts about a record that no organisation here keeps",
            nameof(DiscussionPermissions.MayModerate),
            a => DiscussionPermissions.MayModerate(a, null)
        ),
        new(
            "Change or take back one’s own post",
            nameof(DiscussionPermissions.IsAuthor),
            a => DiscussionPermissions.IsAuthor(a, Written())
        ),
        new(
            "Say for the organisation how far it would go with others on an opportunity it is in, or on a pipeline item",
            nameof(InterestPermissions.MayState),
            a => InterestPermissions.MayState(a, Own, true)
        ),
        new(
            "Ask other organisations in its name, and take the question back",
            nameof(InterestPermissions.MayAsk),
            a => InterestPermissions.MayAsk(a, Own, true)
        ),
        new(
            "Answer for the organisation when it is asked",
            nameof(InterestPermissions.MayAnswer),
            a => InterestPermissions.MayAnswer(a, Own.Id)
        ),
        new(
            "Decide within how many working days the organisation answers",
            nameof(InterestPermissions.MaySetInterestTime),
            a => InterestPermissions.MaySetInterestTime(a, Own)
        ),
        new(
            "Start a collaboration in the organisation’s name",
            nameof(CollaborationPermissions.MayStart),
            a => CollaborationPermissions.MayStart(a, Own)
        ),
        new(
            "Read what is inside a collaboration the organisation takes part in",
            nameof(CollaborationPermissions.MayReadInside),
            a => CollaborationPermissions.MayReadInside(a, Together)
        ),
        new(
            "Say where the organisation stands, mark requirements and agree for it, ask to join",
            nameof(CollaborationPermissions.MaySpeakFor),
            a => CollaborationPermissions.MaySpeakFor(a, Own.Id)
        ),
        new(
            "Add decisions, documents, tasks, benefits and requirements to a collaboration it takes part in",
            nameof(CollaborationPermissions.MayContribute),
            a => CollaborationPermissions.MayContribute(a, Together)
        ),
        new(
            "Describe, publish, close a collaboration the organisation leads, admit others, hand over the lead, change and propose requirements",
            nameof(CollaborationPermissions.MayLead),
            a => CollaborationPermissions.MayLead(a, Together)
        ),
        new(
            "Begin, answer and submit responses to question sets for the organisation",
            nameof(QuestionnairePermissions.AnswerForOrganisation),
            a => QuestionnairePermissions.AnswerForOrganisation(a, Own.Id)
        ),
        new(
            "Read what is inside a run of the organisation",
            nameof(RunPermissions.MayReadInside),
            a => RunPermissions.MayReadInside(a, Running)
        ),
        new(
            "Start a run of a playbook in the name of the organisation",
            nameof(RunPermissions.MayStart),
            a => RunPermissions.MayStart(a, Own)
        ),
        new(
            "Lead a run of the organisation: describe, publish, go back, hold, stop, let authorities in, move to another version",
            nameof(RunPermissions.MayLead),
            a => RunPermissions.MayLead(a, Running)
        ),
        new(
            "Add steps, evidence, documents and records to a run the organisation takes part in, and tick its checklists",
            nameof(RunPermissions.MayContribute),
            a => RunPermissions.MayContribute(a, Running)
        ),
        new(
            "Speak for the organisation in a run: name its people, leave decisions to the lead, leave the run",
            nameof(RunPermissions.MaySpeakFor),
            a => RunPermissions.MaySpeakFor(a, Own.Id)
        ),
        new(
            "Work on a step of a run that is done once for all",
            nameof(RunPermissions.MayWorkOn),
            a => RunPermissions.MayWorkOn(a, Running, Running.Steps[0])
        ),
        new(
            "Decide at a gate of a run, being the named approver",
            nameof(RunPermissions.MayDecide),
            a =>
                RunPermissions.MayDecide(
                    a,
                    Running.HolderOf(new("budget-holder", Own.Id))
                        ?? Running.Name(
                            new("budget-holder", Own.Id),
                            new(Guid.AllBitsSet),
                            "Bea",
                            Now
                        )
                )
        ),
        new(
            "Draft, publish, share and withdraw a playbook of the organisation, and answer what its readers flag",
            nameof(PlaybookPermissions.MayEdit),
            a => PlaybookPermissions.MayEdit(a, Own.Id)
        ),
        new(
            "Draft, publish and withdraw a playbook of the whole network, and answer what its readers flag",
            nameof(PlaybookPermissions.MayEdit),
            a => PlaybookPermissions.MayEdit(a, null)
        ),
        new(
            "Say that a page of a playbook is outdated",
            nameof(PlaybookPermissions.MayFlag),
            PlaybookPermissions.MayFlag
        ),
        new(
            "See the standing checklists of the organisation",
            nameof(PlaybookPermissions.MaySeePreparation),
            a => PlaybookPermissions.MaySeePreparation(a, Own.Id)
        ),
        new(
            "Keep the standing checklists of the organisation",
            nameof(PlaybookPermissions.MayPrepare),
            a => PlaybookPermissions.MayPrepare(a, Own.Id)
        ),
        new(
            "Bring in question sets that only the organisation sees",
            nameof(QuestionnairePermissions.BringQuestionSets),
            a => QuestionnairePermissions.BringQuestionSets(a, Own.Id)
        ),
        new(
            "Register a firm and speak for it",
            nameof(DeclarationPermissions.RegisterFirm),
            DeclarationPermissions.RegisterFirm
        ),
        new(
            "Register a firm for somebody else, with a first account for them",
            nameof(DeclarationPermissions.InviteFirm),
            DeclarationPermissions.InviteFirm
        ),
        new(
            "Answer, publish and share declarations of a firm (as an officer of that firm)",
            nameof(DeclarationPermissions.DeclareFor),
            a => DeclarationPermissions.DeclareFor(a with { Firms = a.Roles }, Own.Id)
        ),
        new(
            "Confirm that a firm is who it says",
            nameof(DeclarationPermissions.ConfirmFirm),
            DeclarationPermissions.ConfirmFirm
        ),
    ];

    [Fact]
    public void The_printed_table_says_what_the_rules_say()
    {
        var path = Path.Combine(Checkout.Root, "docs", "permissions.md");
        var printed = Print();
        if (Environment.GetEnvironmentVariable("TANDEM_PRINT_PERMISSIONS") is not null)
        {
            File.WriteAllText(path, printed);
        }
        Assert.Equal(printed, File.ReadAllText(path));
    }

    [Fact]
    public void Every_rule_is_in_the_table()
    {
        var rules = typeof(Verdict)
            .Assembly.GetTypes()
            .Where(t => t != typeof(Verdict))
            .SelectMany(t =>
                t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            )
            .Where(m => m.ReturnType == typeof(Verdict))
            .Select(m => m.Name)
            .Distinct();
        Assert.Empty(rules.Except(Acts.Select(a => a.Rule)));
    }

    [Fact]
    public void Whoever_is_refused_is_told_why()
    {
        foreach (var act in Acts)
        {
            Assert.Contains(Everybody, e => act.Verdict(e.Actor).Allowed);
            Assert.All(
                Everybody.Select(e => act.Verdict(e.Actor)).Where(v => !v.Allowed),
                verdict => Assert.EndsWith(".", verdict.Reason)
            );
        }
    }

    private static string Print()
    {
        var text = new StringBuilder(
            "# Who may do what\n\nPrinted from the rules by a test; do not edit by hand. “Member”, “officer” and “administrator” are those of the organisation the record belongs to. "
                + "What is public is read without an account.\n\n"
        );
        text.Append("| act | ")
            .AppendJoin(" | ", Everybody.Select(e => e.Who))
            .Append(" |\n|---")
            .Insert(text.Length, "|:-:", Everybody.Length)
            .Append("|\n");
        foreach (var act in Acts)
        {
            text.Append("| ").Append(act.Words).Append(" | ");
            text.AppendJoin(
                    " | ",
                    Everybody.Select(e => act.Verdict(e.Actor).Allowed ? "yes" : "–")
                )
                .Append(" |\n");
        }
        return text.ToString();
    }

    private static Actor Of(Role role, Guid organisation) =>
        new(
            Guid.AllBitsSet,
            role.ToString(),
            new Dictionary<Guid, Role> { [organisation] = role },
            new HashSet<Guid>()
        );

    private static PipelineItem Planned()
    {
        var item = PipelineItem.Draft(Own.Id, new() { Title = "x" }, null, "ocds-test", Now);
        item.Publish(ItemVisibility.Organisation, needsApprover: false, null, Now);
        return item;
    }

    /// <summary>A call in which whichever of them has signed in as an officer has this part.</summary>
    private static Call Called(CallRole role)
    {
        var call = Call.Make(
            new CallKinds(Content.Shipped).Find("challenge-prize")!,
            Own,
            "x",
            _ => "1",
            "ocds-test",
            Actor.System,
            Now
        );
        call.Name(
            new(Everybody.Single(e => e.Who == "officer").Actor.PersonId!.Value),
            role,
            Actor.System,
            Now
        );
        return call;
    }

    /// <summary>The same, once it takes entries.</summary>
    private static Call Open(CallRole role)
    {
        var call = Called(role);
        typeof(Call).GetProperty(nameof(Call.State))!.SetValue(call, CallState.Published);
        return call;
    }

    /// <summary>A call of a kind in which people ask to join each other.</summary>
    private static Call Teams() =>
        Call.Make(
            new CallKinds(Content.Shipped).Find("hack-day")!,
            Own,
            "x",
            _ => "1",
            "ocds-test",
            Actor.System,
            Now
        );

    /// <summary>An entry of it that everybody reads.</summary>
    private static Entry Pitched()
    {
        var entry = Entry.Begin(
            Teams(),
            1,
            EntrantKind.Person,
            null,
            "x",
            false,
            Person.Create("y@example.org", "y", "a long enough password", Now),
            Now
        );
        typeof(Entry).GetProperty(nameof(Entry.PublishedAt))!.SetValue(entry, Now);
        return entry;
    }

    /// <summary>An entry that whichever of them has signed in as an officer leads.</summary>
    private static Entry Entered()
    {
        var person = Person.Create("x@example.org", "x", "a long enough password", Now);
        typeof(Person)
            .GetProperty(nameof(Person.Id))!
            .SetValue(
                person,
                new Id<Person>(Everybody.Single(e => e.Who == "officer").Actor.PersonId!.Value)
            );
        return Entry.Begin(
            Called(CallRole.Owner),
            1,
            EntrantKind.Person,
            null,
            "x",
            false,
            person,
            Now
        );
    }

    private static Commitment Promised(Guid owner) =>
        Commitment.Make(
            1,
            Own.Id,
            new(owner),
            new("x", "y", "z", null, null, new(2027, 1, 1), CommitmentAudience.Public),
            Actor.System,
            Now
        );

    /// <summary>A post of whichever of them has signed in.</summary>
    private static Post Written() =>
        Post.Write(
            Discussion.About(
                new(
                    "Contract",
                    "1",
                    "C-1",
                    "Grass cutting",
                    "/contracts/C-1",
                    Own.Id,
                    null,
                    [],
                    null
                ),
                Now
            ),
            PostKind.Discussion,
            Everybody.Single(e => e.Who == "officer").Actor,
            Own.Id,
            "Words",
            null,
            Now
        );

    private static ImportRun Run(ImportKind kind) =>
        ImportRun.Create(
            1,
            kind,
            "file",
            Actor.System,
            Now,
            organisation: kind == ImportKind.Register ? Own.Id : null
        );
}

using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Assessments;
using Tandem.Collaborations.Workspaces;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Pipeline;
using Tandem.Tests.Calls;
using Tandem.Tests.Collaborations.Workspaces;
using Tandem.Tests.Playbooks.Runs;
using Tandem.Tests.Support;

namespace Tandem.Tests.Architecture;

/// <summary>Every address of the site against everybody: what each of them gets stands in <c>endpoints.tsv</c>, and an address without a row fails.</summary>
[UsesDatabase]
public sealed class EndpointsTests(TestApp app) : IClassFixture<TestApp>, IAsyncLifetime
{
    private static readonly string Table = Path.Combine(
        Checkout.Root,
        "tests",
        "Tandem.Tests",
        "Architecture",
        "endpoints.tsv"
    );

    private static readonly string[] Everybody =
    [
        "visitor",
        "mei",
        "olu",
        "ada",
        "wyn",
        "lee",
        "sam",
    ];

    [Fact]
    public void Every_address_has_a_row()
    {
        var listed = Rows().Select(r => r.Pattern).ToHashSet();
        var served = Patterns();
        Assert.Empty(served.Except(listed));
        Assert.Empty(listed.Except(served));
    }

    [Fact]
    public async Task Everybody_gets_just_what_the_table_says()
    {
        var wrong = new List<string>();
        foreach (var who in Everybody)
        {
            var visitor =
                who == "visitor" ? app.Visit() : await app.SignInAsync($"{who}@example.org");
            foreach (var row in Rows())
            {
                var expected = row.Expected[Array.IndexOf(Everybody, who)];
                using var answer = await visitor.RawAsync(
                    new HttpRequestMessage(HttpMethod.Get, row.Example)
                );
                if ((int)answer.StatusCode != expected)
                {
                    wrong.Add(
                        $"{who} at {row.Example}: expected {expected}, got {(int)answer.StatusCode}"
                    );
                }
                else if (await ComplainsAsync(answer))
                {
                    wrong.Add($"{who} at {row.Example}: says that there is a problem");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("visitor")]
    [InlineData("olu")]
    public async Task No_link_of_a_main_page_leads_nowhere(string who)
    {
        var visitor = who == "visitor" ? app.Visit() : await app.SignInAsync($"{who}@example.org");
        var broken = new List<string>();
        var seen = new HashSet<string>();
        foreach (
            var page in new[]
            {
                "/",
                "/notices",
                "/contracts",
                "/contracts/C-1",
                "/notices/N-1",
                "/opportunities",
                "/pipeline",
                "/pipeline/PI-1",
                "/organisations/PRE",
                "/network",
                "/data",
                "/suppliers",
                "/collaborations",
                "/calls",
                "/calls/kinds/challenge-prize",
                "/calls/CALL-2026-001",
                "/assessments",
                "/assessments/kinds/cyber-essentials",
                "/certificates",
                "/playbooks",
                "/playbooks/innovation-toolkit",
                "/playbooks/double-diamond/discover",
            }
        )
        {
            await visitor.GoAsync(page);
            var links = visitor
                .Page.QuerySelectorAll("a[href]")
                .Select(a => a.GetAttribute("href")!)
                .Where(href => href.StartsWith('/'))
                .ToList();
            foreach (var link in links.Where(seen.Add))
            {
                using var answer = await visitor.RawAsync(
                    new HttpRequestMessage(HttpMethod.Get, link)
                );
                if ((int)answer.StatusCode is not (200 or 302))
                {
                    broken.Add($"{link} on {page}: {(int)answer.StatusCode}");
                }
                else if (await ComplainsAsync(answer))
                {
                    broken.Add($"{link} on {page}: says that there is a problem");
                }
            }
        }
        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.True(seen.Count > 20);
    }

    /// <summary>A page that was only opened, and yet finds fault with what was given to it.</summary>
    private static async Task<bool> ComplainsAsync(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.OK
        && answer.Content.Headers.ContentType?.MediaType == "text/html"
        && (await answer.Content.ReadAsStringAsync()).Contains(
            "govuk-error-summary__title",
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Nothing_can_be_sent_without_the_token_of_a_form()
    {
        var sam = await app.SignInAsync("sam@example.org");
        foreach (var row in Rows().Where(r => r.TakesForms))
        {
            using var answer = await sam.RawAsync(
                new HttpRequestMessage(HttpMethod.Post, row.Example)
                {
                    Content = new FormUrlEncodedContent([new("Name", "x")]),
                }
            );
            Assert.True(
                answer.StatusCode == HttpStatusCode.BadRequest,
                $"{row.Example}: {(int)answer.StatusCode}"
            );
        }
    }

    /// <summary>Every address of the table that answers a signed-in officer with JSON, and one that exists of each pattern whose example does not.</summary>
    [Fact]
    public async Task Whatever_is_JSON_has_a_version_and_is_not_sent_twice()
    {
        var olu = await app.SignInAsync("olu@example.org");
        var contract = await app.InScopeAsync(async scope =>
            await scope
                .GetRequiredService<Db>()
                .Set<Contract>()
                .Where(c => c.Number == 1)
                .Select(c => c.Id)
                .SingleAsync()
        );
        var wrong = new List<string>();
        var without = new HashSet<string>();
        var checkedPatterns = new HashSet<string>();
        foreach (var row in Rows().Where(r => IsJson(r.Pattern)))
        {
            var example = row.Example.Replace(
                "00000000-0000-0000-0000-000000000001",
                contract.ToString(),
                StringComparison.Ordinal
            );
            using var first = await olu.RawAsync(new(HttpMethod.Get, example));
            if (first.StatusCode != HttpStatusCode.OK)
            {
                without.Add(row.Pattern);
                continue;
            }
            checkedPatterns.Add(row.Pattern);
            if (first.Headers.ETag is not { } tag)
            {
                wrong.Add($"{example} has no ETag");
                continue;
            }
            var again = new HttpRequestMessage(HttpMethod.Get, example);
            again.Headers.IfNoneMatch.Add(tag);
            using var second = await olu.RawAsync(again);
            if (
                second.StatusCode != HttpStatusCode.NotModified
                || (await second.Content.ReadAsByteArrayAsync()).Length > 0
                || !tag.Equals(second.Headers.ETag)
            )
            {
                wrong.Add($"{example} is sent twice: {(int)second.StatusCode}");
            }
            // What a session or key decides must not be given to another reader.
            if (
                !row.Pattern.StartsWith("/feeds", StringComparison.Ordinal)
                && !row.Pattern.StartsWith("/ocds", StringComparison.Ordinal)
                && !(
                    first.Headers.Vary.Contains("Cookie")
                    && first.Headers.Vary.Contains("Authorization")
                )
            )
            {
                wrong.Add($"{example} does not say that it varies by who reads");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(
            [
                "/api/assessment-reports/{reference}",
                "/api/calls/{reference}/results",
                "/api/certificates/{number}",
                "/api/commitments/{reference}",
                "/api/opportunities/{key}",
                "/api/responses/{id:guid}",
                "/api/suppliers/{identity}",
                "/api/{**rest}",
                "/assessments/reports/{reference}.json",
                "/calls/{call}/entries.json",
                "/calls/{call}/ideas.json",
                "/calls/{call}/ideas/similar.json",
                "/calls/{reference}/360giving.json",
                "/calls/{reference}/results.json",
                "/certificates/{number}.json",
                "/commitments/{reference}.json",
                "/feeds/private/{secret}/{what}.{format:regex(^(atom|rss|json|ics)$)}",
                "/feeds/private/{secret}/{what}/{key}.{format:regex(^(atom|rss|json|ics)$)}",
                "/ocds/records/{ocid}.json",
                "/opportunities/{key}.json",
                "/responses/{id:guid}.json",
                "/suppliers/{identity}.json",
            ],
            without.Except(checkedPatterns).Order(StringComparer.Ordinal)
        );
    }

    private static bool IsJson(string pattern) =>
        pattern.StartsWith("/api", StringComparison.Ordinal)
        || pattern.EndsWith(".json", StringComparison.Ordinal)
        || pattern.StartsWith("/feeds", StringComparison.Ordinal);

    [Fact]
    public async Task Who_asks_for_the_headers_alone_gets_those_of_the_answer_and_nothing_else()
    {
        var wrong = new List<string>();
        var olu = await app.SignInAsync("olu@example.org");
        foreach (var row in Rows())
        {
            using var whole = await olu.RawAsync(new(HttpMethod.Get, row.Example));
            using var head = await olu.RawAsync(new(HttpMethod.Head, row.Example));
            if (
                head.StatusCode != whole.StatusCode
                || head.Content.Headers.ContentType?.MediaType
                    != whole.Content.Headers.ContentType?.MediaType
                || (await head.Content.ReadAsByteArrayAsync()).Length > 0
            )
            {
                wrong.Add($"{row.Example}: {(int)whole.StatusCode}, HEAD {(int)head.StatusCode}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_a_page_safe()
    {
        var visitor = app.Visit();
        foreach (var row in Rows())
        {
            using var answer = await visitor.RawAsync(
                new HttpRequestMessage(HttpMethod.Get, row.Example)
            );
            Assert.True(
                answer.Headers.TryGetValues("Content-Security-Policy", out var policy)
                    && policy.Single().Contains("default-src 'none'")
                    && !policy.Single().Contains("unsafe"),
                row.Example
            );
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    /// <summary>A public contract C-1, one that Preston keeps to itself C-2 and one of its partnership C-3; a notice N-1; an import of notices IMP-1 and of Preston's register IMP-2; pipeline items of Preston's, public PI-1, its own PI-2, its partnership's PI-3 and Olu's alone PI-4.</summary>
    public Task InitializeAsync() =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            if (await db.Set<Notice>().AnyAsync())
            {
                return;
            }
            var now = db.Now();
            var preston = app.Cast.Preston.Id;
            var buyer = new Buyer
            {
                Id = Id<Buyer>.New(now),
                Name = "Preston City Council",
                AuthorityCode = "PRE",
                CreatedAt = now,
            };
            Contract Kept(long number, Visibility visibility) =>
                new()
                {
                    Id = Id<Contract>.New(now),
                    Number = number,
                    SourceKey = $"register:{preston}:{number}",
                    OrganisationId = preston,
                    BuyerId = buyer.Id,
                    AuthorityCode = "PRE",
                    Title = "Grass cutting",
                    Visibility = visibility,
                    EndDate = new DateOnly(2027, 3, 31),
                    CreatedAt = now,
                    ChangedAt = now,
                    ChangeSeq = number,
                };
            db.AddRange(
                buyer,
                Kept(1, Visibility.Public),
                Kept(2, Visibility.Organisation),
                Kept(3, Visibility.Partnership),
                new Notice
                {
                    Id = Id<Notice>.New(now),
                    Number = 1,
                    Ocid = "ocds-test-1",
                    Title = "Grass cutting",
                    BuyerId = buyer.Id,
                    CreatedAt = now,
                    ChangedAt = now,
                    ChangeSeq = 4,
                },
                ImportRun.Create(1, ImportKind.Ocds, "notices.jsonl", Actor.System, now),
                ImportRun.Create(
                    2,
                    ImportKind.Register,
                    "register.csv",
                    Actor.System,
                    now,
                    organisation: preston
                )
            );
            await db.SaveChangesAsync();
            foreach (
                var visibility in new[]
                {
                    ItemVisibility.Public,
                    ItemVisibility.Organisation,
                    ItemVisibility.Partnership,
                    ItemVisibility.Private,
                }
            )
            {
                var item = PipelineItem.Draft(
                    preston,
                    new() { Title = $"Mowing, {visibility}" },
                    app.Cast.Olu.Id,
                    "ocds-test",
                    now
                );
                item.Publish(visibility, needsApprover: false, app.Cast.Olu.Id, now);
                db.Add(item);
                await db.SavePipelineAsync([item], default);
            }
            await AddWorkspaceAsync(scope);
            await app.CallAsync("challenge-prize");
            await app.CallAsync("challenge-prize", publish: false);
            await app.PublishAsync("endpoints");
            await app.RunAsync("endpoints", "Mowing by the book");
            db.Add(
                Assessment.Start(
                    scope.GetRequiredService<AssessmentKinds>().Find("need-scoring"),
                    1,
                    new(
                        "Mowing",
                        null,
                        preston,
                        preston,
                        null,
                        null,
                        null,
                        null,
                        WorkingDays.Usual,
                        null
                    ),
                    await app.ActorAsync(app.Cast.Olu),
                    now,
                    scope.GetRequiredService<WorkingDays>()[WorkingDays.Usual]
                )
            );
            await db.SaveChangesAsync();
        });

    /// <summary>Preston's collaboration CO-1 with Wyre, its requirement 1 and version 1; Preston's question INT-1 to Wyre.</summary>
    private async Task AddWorkspaceAsync(IServiceProvider scope)
    {
        var db = scope.GetRequiredService<Db>();
        var olu = await app.ActorAsync(app.Cast.Olu);
        var made = await app.CollaborationAsync("Mowing together", app.Cast.Wyre);
        await scope
            .GetRequiredService<AddRequirement>()
            .RunAsync(olu, made.Reference, new(null, "Grass is short", null, null));
        await scope
            .GetRequiredService<MarkRequirements>()
            .RunAsync(
                olu,
                made.Reference,
                app.Cast.Preston.Id,
                [new(1, RequirementLevel.Must, null, null, null)]
            );
        await scope.GetRequiredService<ProposeVersion>().RunAsync(olu, made.Reference, null);
        var interest = Interest.Ask(
            1,
            app.Cast.Preston,
            new(StartingKind.Opportunity, "abc", "Mowing", "/opportunities", [], []),
            Willingness.AlignSpec,
            null,
            olu,
            db.Now()
        );
        interest.Of(
            app.Cast.Wyre,
            WorkingDays.Usual,
            scope.GetRequiredService<WorkingDays>()[WorkingDays.Usual],
            10,
            DateOnly.FromDateTime(db.Now())
        );
        db.Add(interest);
        await db.SaveChangesAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private HashSet<string> Patterns() =>
        app
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(s => s.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<SuppressMatchingMetadata>() is null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .ToHashSet();

    private sealed record Row(string Pattern, string Example, bool TakesForms, int[] Expected);

    private static IEnumerable<Row> Rows() =>
        File.ReadLines(Table)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Skip(1)
            .Select(line => line.Split('\t'))
            .Select(cells => new Row(
                cells[0],
                cells[1],
                cells[2] == "yes",
                cells.Skip(3).Select(int.Parse).ToArray()
            ));
}

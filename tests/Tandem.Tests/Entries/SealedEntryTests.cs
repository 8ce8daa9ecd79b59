using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Support;

namespace Tandem.Tests.Entries;

[UsesDatabase]
public sealed class SealedEntryTests(EnteringApp app) : IClassFixture<EnteringApp>
{
    private async Task<T> WithClockAsync<T>(Func<Task<T>> act)
    {
        var before = app.Clock.Time;
        try
        {
            return await act();
        }
        finally
        {
            app.Clock.Time = before;
        }
    }

    private Task WithClockAsync(Func<Task> act) =>
        WithClockAsync(async () =>
        {
            await act();
            return true;
        });

    [Fact]
    public Task Before_the_deadline_nobody_but_its_members_reads_a_sealed_entry_by_any_way_out() =>
        WithClockAsync(async () =>
        {
            const string marker = "Zyzzyva-Secret-Price";
            var call = await app.SealedCallAsync("Sealed to the end");
            var entry = await app.DraftAsync(app.Nia, call, marker: marker);
            await AttachAsync(entry, marker);
            Assert.Empty(await app.HoldingAsync(marker));

            var nia = await app.SignInAsync("nia@example.org");
            await nia.GoAsync($"{entry.Path}/submit/participation");
            Assert.Contains(marker, nia.Text, StringComparison.Ordinal);
            var code = ReceiptCode.New();
            await app.SubmitAsync(app.Nia, entry, code);
            Assert.Empty(await app.HoldingAsync(marker));

            // Everybody else, at every address there is: pages, lists, exports, feeds, search, data.
            var addresses = Ways(call, entry);
            foreach (
                var email in new[]
                {
                    "olu@example.org",
                    "ada@example.org",
                    "sam@example.org",
                    "mei@example.org",
                    "ben@example.org",
                    "",
                }
            )
            {
                var visitor = email.Length > 0 ? await app.SignInAsync(email) : app.Visit();
                foreach (var address in addresses)
                {
                    var answer = await visitor.RawAsync(
                        new(HttpMethod.Get, "http://localhost" + address)
                    );
                    Assert.DoesNotContain(
                        marker,
                        Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()),
                        StringComparison.Ordinal
                    );
                }
                var page = await visitor.RawAsync(
                    new(HttpMethod.Get, "http://localhost" + entry.Path)
                );
                Assert.NotEqual(System.Net.HttpStatusCode.OK, page.StatusCode);
            }
            // Not in the log, the messages, or an e-mail.
            await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                Assert.False(
                    await db.Set<Event>()
                        .AnyAsync(e => e.Data.Contains(marker) || e.Reason!.Contains(marker))
                );
                Assert.False(
                    await db.Set<Message>()
                        .AnyAsync(m => m.Title.Contains(marker) || m.Body.Contains(marker))
                );
                // Nor the code, anywhere.
                Assert.False(await db.Set<Message>().AnyAsync(m => m.Body.Contains(code)));
            });
            Assert.Empty(await app.HoldingAsync(code));
            // The openers cannot, before the deadline, whatever they type.
            var refusal = await Assert.ThrowsAsync<Refusal>(() =>
                app.OpenAsync(app.Cast.Ada, call)
            );
            Assert.StartsWith(
                "Entries stay sealed until the deadline",
                refusal.Message,
                StringComparison.Ordinal
            );
            app.SetClock(await app.DeadlineAsync(call));
            await Assert.ThrowsAsync<Refusal>(() => app.OpenAsync(app.Cast.Ada, call));
        });

    private static IReadOnlyList<string> Ways(string call, Entry entry) =>
        [
            .. File.ReadLines(
                    Path.Combine(Checkout.Root, "tests/Tandem.Tests/Architecture/endpoints.tsv")
                )
                .Where(l => !l.StartsWith('#'))
                .Skip(1)
                .Select(l => l.Split('\t')[1])
                .Where(a => a.StartsWith('/') && !a.Contains("bench", StringComparison.Ordinal))
                .Where(a =>
                    new[]
                    {
                        "/calls",
                        "/entries",
                        "/ideas",
                        "/work",
                        "/responses",
                        "/api",
                        "/feeds",
                        "/search",
                        "/following",
                        "/outbox",
                        "/messages",
                    }.Any(p => a.StartsWith(p, StringComparison.Ordinal))
                ),
            $"/calls/{call}/entries",
            $"/calls/{call}/entries.csv",
            $"/calls/{call}/entries.json",
            $"/calls/{call}/opening/participation",
            $"/calls/{call}/openers",
            entry.Path,
            $"{entry.Path}/receipt/1",
            $"{entry.Path}/receipt/1?format=pdf",
            $"{entry.Path}/read/1",
            $"{entry.Path}/people",
            $"{entry.Path}/files/1/{Guid.Empty}",
            "/responses",
            "/responses.csv",
            "/responses.json",
            "/api/responses",
            "/question-sets/tender-participation/1/report",
            "/work",
            "/entries",
            "/ideas",
            "/ideas.json",
        ];

    private Task AttachAsync(Entry entry, string marker) =>
        app.AsAsync(
            app.Nia,
            async scope =>
            {
                var call = await EnteringApp.CallAsync(
                    scope.GetRequiredService<Db>(),
                    entry.CallReference
                );
                var open = (
                    await scope
                        .GetRequiredService<BeginStage>()
                        .DraftAsync(entry, call.InOrder.First(), default)
                )!;
                await scope
                    .GetRequiredService<AddEvidence>()
                    .RunAsync(
                        open.Response.Id,
                        "what",
                        $"{marker}.pdf",
                        new MemoryStream(
                            Encoding.UTF8.GetBytes($"%PDF-1.7 {marker} {new string('x', 100_000)}")
                        )
                    );
            }
        );

    [Fact]
    public Task After_the_deadline_it_takes_two_of_the_openers_and_then_those_read_who_may() =>
        WithClockAsync(async () =>
        {
            var call = await app.SealedCallAsync("Opened by two");
            var entry = await app.DraftAsync(app.Nia, call);
            await AttachAsync(entry, "plan");
            await app.SubmitAsync(app.Nia, entry);
            var withdrawn = await app.DraftAsync(app.Ben, call);
            await app.SubmitAsync(app.Ben, withdrawn);
            await app.AsAsync(
                app.Ben,
                scope => scope.GetRequiredService<WithdrawEntry>().RunAsync(call, withdrawn.Number)
            );
            app.SetClock((await app.DeadlineAsync(call)).AddSeconds(1));

            var wrong = await Assert.ThrowsAsync<Refusal>(() =>
                app.OpenAsync(app.Cast.Ada, call, "not what I chose, surely")
            );
            Assert.StartsWith(
                "This is not the passphrase",
                wrong.Message,
                StringComparison.Ordinal
            );
            Assert.Null(await app.OpenAsync(app.Cast.Ada, call));
            await Assert.ThrowsAsync<Refusal>(() => app.OpenAsync(app.Cast.Ada, call));
            await Assert.ThrowsAsync<Refusal>(() => app.FindAsync(app.Cast.Olu, entry));
            // Nobody who is no opener helps.
            await Assert.ThrowsAsync<Refusal>(() => app.OpenAsync(app.Cast.Lee, call, "x"));

            var opening = await app.OpenAsync(app.Cast.Mei, call);
            Assert.Equal(
                (1, "", "Ada", "Mei"),
                (opening!.Entries, opening.Broken, opening.FirstName, opening.SecondName)
            );
            var olu = await app.SignInAsync("olu@example.org");
            await olu.GoAsync(entry.Path);
            Assert.Contains(EnteringApp.Secret, olu.Text, StringComparison.Ordinal);
            Assert.Contains("plan.pdf", olu.Text, StringComparison.Ordinal);
            var file = olu.Page.QuerySelector("a[href*='/files/']")!.GetAttribute("href")!;
            var bytes = await (
                await olu.RawAsync(new(HttpMethod.Get, "http://localhost" + file))
            ).Content.ReadAsStringAsync();
            Assert.StartsWith("%PDF-1.7 plan", bytes, StringComparison.Ordinal);
            // What was withdrawn stays closed, and strangers read nothing.
            await Assert.ThrowsAsync<Refusal>(() => app.FindAsync(app.Cast.Olu, withdrawn));
            await Assert.ThrowsAsync<Refusal>(() => app.FindAsync(app.Cast.Sam, entry));
            await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                Assert.Equal(
                    1,
                    await db.Set<Event>()
                        .CountAsync(e =>
                            e.Verb == "entries-opened" && e.Data.Contains(entry.Reference)
                        )
                );
                Assert.Null(await Timeline.VerifyAsync(db));
            });
        });

    [Fact]
    public Task What_was_changed_since_its_receipt_is_found_when_it_is_opened() =>
        WithClockAsync(async () =>
        {
            var call = await app.SealedCallAsync("Tampered with");
            var entries = new[]
            {
                await app.DraftAsync(app.Nia, call),
                await app.DraftAsync(app.Ben, call),
                await app.DraftAsync(app.Ben, call),
            };
            var versions = new[]
            {
                await app.SubmitAsync(app.Nia, entries[0]),
                await app.SubmitAsync(app.Ben, entries[1]),
                await app.SubmitAsync(app.Ben, entries[2]),
            };
            await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var packages = scope.GetRequiredService<EntryPackages>();
                Task ReplaceAsync(EntryVersion version, byte[] bytes) =>
                    db.Set<EntryPackage>()
                        .Where(p => p.VersionId == version.Id)
                        .ExecuteUpdateAsync(s => s.SetProperty(p => p.Bytes, bytes));
                // Ben's package, with its keys and its hash, in the place of Nia's.
                await ReplaceAsync(versions[0], (await packages.OfAsync(versions[1])).Bytes);
                await db.Set<EntryVersion>()
                    .Where(v => v.Id == versions[0].Id)
                    .ExecuteUpdateAsync(s =>
                        s.SetProperty(v => v.ForCall, versions[1].ForCall)
                            .SetProperty(v => v.Sha256, versions[1].Sha256)
                    );
                var changed = (await packages.OfAsync(versions[2])).Bytes.ToArray();
                changed[^1] ^= 1;
                await ReplaceAsync(versions[2], changed);
            });
            app.SetClock((await app.DeadlineAsync(call)).AddMinutes(1));
            await app.OpenAsync(app.Cast.Olu, call);
            var opening = await app.OpenAsync(app.Cast.Ada, call);
            Assert.Equal(1, opening!.Entries);
            Assert.Equal($"{entries[0].Reference}/1 {entries[2].Reference}/1", opening.Broken);
        });

    [Fact]
    public Task A_part_of_an_opening_waits_a_week_and_no_longer() =>
        WithClockAsync(async () =>
        {
            var call = await app.SealedCallAsync("A week");
            await app.SubmitAsync(app.Nia, await app.DraftAsync(app.Nia, call));
            app.SetClock((await app.DeadlineAsync(call)).AddMinutes(1));
            Assert.Null(await app.OpenAsync(app.Cast.Olu, call));
            app.Clock.Time += TimeSpan.FromDays(7.1);
            Assert.Null(await app.OpenAsync(app.Cast.Ada, call));
            Assert.NotNull(await app.OpenAsync(app.Cast.Mei, call));
        });

    [Fact]
    public Task At_the_deadline_is_in_time_and_a_second_later_is_late_and_takes_a_reasoned_decision() =>
        WithClockAsync(async () =>
        {
            var call = await app.SealedCallAsync("To the second");
            var (first, second) = (
                await app.DraftAsync(app.Nia, call),
                await app.DraftAsync(app.Ben, call)
            );
            var closes = await app.DeadlineAsync(call);
            app.SetClock(closes);
            Assert.False((await app.SubmitAsync(app.Nia, first)).IsLate);
            app.SetClock(closes.AddSeconds(1));
            var late = await app.SubmitAsync(app.Ben, second);
            Assert.True(late.IsLate);
            // The owner finds it among what waits for them; its entrant reads that it came late.
            var olu = await app.SignInAsync("olu@example.org");
            await olu.GoAsync("/work");
            Assert.NotNull(olu.Page.QuerySelector($"a[href='{second.Path}/late/{late.Number}']"));
            var ben = await app.SignInAsync("ben@example.org");
            await ben.GoAsync($"/calls/{call}");
            Assert.Contains(
                "came late and waits for a decision",
                ben.Text,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("has been received", ben.Text, StringComparison.Ordinal);

            await app.OpenAsync(app.Cast.Ada, call);
            Assert.Equal(1, (await app.OpenAsync(app.Cast.Olu, call))!.Entries);
            await Assert.ThrowsAsync<Refusal>(() => app.FindAsync(app.Cast.Olu, second));

            Task DecideAsync(Person person, string? reason) =>
                app.AsAsync(
                    person,
                    scope =>
                        scope
                            .GetRequiredService<DecideLate>()
                            .RunAsync(call, second.Number, late.Number, true, reason)
                );
            Assert.Equal(
                RefusalKind.Permission,
                (await Assert.ThrowsAsync<Refusal>(() => DecideAsync(app.Cast.Wyn, "x"))).Kind
            );
            Assert.Equal(
                "Reason",
                (await Assert.ThrowsAsync<Refusal>(() => DecideAsync(app.Cast.Olu, " "))).Field
            );
            await DecideAsync(app.Cast.Olu, "The server was down at noon");
            await olu.GoAsync("/work");
            Assert.Null(olu.Page.QuerySelector($"a[href='{second.Path}/late/{late.Number}']"));
            await Assert.ThrowsAsync<Refusal>(() => DecideAsync(app.Cast.Olu, "Again"));

            // Admitted, it stays sealed until two open again.
            await Assert.ThrowsAsync<Refusal>(() => app.FindAsync(app.Cast.Olu, second));
            await app.OpenAsync(app.Cast.Mei, call);
            Assert.Equal(1, (await app.OpenAsync(app.Cast.Ada, call))!.Entries);
            Assert.NotNull(await app.FindAsync(app.Cast.Olu, second));
            // Nothing more is taken once a stage was opened.
            var third = await Assert.ThrowsAsync<Refusal>(() => app.SubmitAsync(app.Ben, second));
            Assert.Equal(
                "The entries of this stage have been opened; nothing more is taken.",
                third.Message
            );
        });

    [Fact]
    public Task A_deadline_moved_by_an_addendum_is_the_one_that_counts_and_drafters_entrants_and_followers_are_told() =>
        WithClockAsync(async () =>
        {
            var call = await app.SealedCallAsync("Moved");
            // Nia drafts, Ben has entered, and the stranger follows.
            var entry = await app.DraftAsync(app.Nia, call);
            await app.SubmitAsync(app.Ben, await app.DraftAsync(app.Ben, call));
            var sam = await app.SignInAsync("sam@example.org");
            await sam.GoAsync($"/calls/{call}");
            await sam.GoAsync(sam.Page.QuerySelector("a[href^='/follow?']")!.GetAttribute("href")!);
            await sam.PressAsync("Follow");
            var stories = app.Services.GetRequiredService<GatherStories>();
            await stories.RunAsync(still: false);
            var closes = await app.DeadlineAsync(call);
            await app.AsAsync(
                app.Cast.Olu,
                scope =>
                    scope
                        .GetRequiredService<AmendCall>()
                        .RunAsync(
                            call,
                            new()
                            {
                                Text = "Some hours more, for the plan came late",
                                ClosesAt = new Dictionary<string, DateTime>
                                {
                                    ["participation"] = closes.AddHours(20),
                                },
                            }
                        )
            );
            foreach (var person in new[] { app.Nia, app.Ben })
            {
                await app.InScopeAsync(async scope =>
                {
                    var told = await scope
                        .GetRequiredService<Db>()
                        .Set<Message>()
                        .SingleAsync(m =>
                            m.PersonId == person.Id && m.Title == "Addendum 1 to Moved"
                        );
                    Assert.Contains(
                        "Some hours more, for the plan came late",
                        told.Body,
                        StringComparison.Ordinal
                    );
                    Assert.Contains(
                        LocalTime.Words(closes.AddHours(20), LocalDay.Usual),
                        told.Body,
                        StringComparison.Ordinal
                    );
                });
            }
            await stories.RunAsync(still: false);
            await sam.GoAsync("/work");
            Assert.Contains(
                "Addendum 1: Some hours more, for the plan came late",
                sam.Text,
                StringComparison.Ordinal
            );
            await sam.GoAsync($"/calls/{call}");
            Assert.Contains(
                LocalTime.Words(closes, LocalDay.Usual),
                sam.Text,
                StringComparison.Ordinal
            );
            app.SetClock(closes.AddHours(10));
            Assert.False((await app.SubmitAsync(app.Nia, entry)).IsLate);
            await Assert.ThrowsAsync<Refusal>(() => app.OpenAsync(app.Cast.Ada, call));
            app.SetClock(closes.AddHours(20).AddSeconds(1));
            Assert.Null(await app.OpenAsync(app.Cast.Ada, call));
        });

    [Fact]
    public Task An_opener_named_after_publication_has_a_part_of_a_new_key_until_the_first_entry_and_none_after_it() =>
        WithClockAsync(async () =>
        {
            var call = await app.SealedCallAsync("Openers change");
            async Task NameAsync(string email) =>
                await app.AsAsync(
                    app.Cast.Olu,
                    scope =>
                        scope
                            .GetRequiredService<NameForCall>()
                            .RunAsync(call, email, CallRole.Opener)
                );
            Task ChooseAsync(Person person) =>
                app.AsAsync(
                    person,
                    scope =>
                        scope
                            .GetRequiredService<MakeOpenerKey>()
                            .RunAsync(
                                call,
                                EnteringApp.PassphraseOf(person),
                                EnteringApp.PassphraseOf(person)
                            )
                );
            Task<string> FingerprintAsync() =>
                app.InScopeAsync(async scope =>
                {
                    var db = scope.GetRequiredService<Db>();
                    var id = (await EnteringApp.CallAsync(db, call)).Id;
                    return (await db.Set<CallKey>().SingleAsync(k => k.CallId == id)).Fingerprint;
                });
            var first = await FingerprintAsync();
            await NameAsync("wyn@example.org");
            var wyn = await app.SignInAsync("wyn@example.org");
            await wyn.GoAsync($"/calls/{call}");
            await wyn.FollowAsync("Choose your passphrase");
            Assert.Contains("Wyn cannot open anything.", wyn.Text, StringComparison.Ordinal);
            Assert.Contains(
                "Nothing has been received yet, so the key can still be made anew",
                wyn.Text,
                StringComparison.Ordinal
            );
            // Whoever has a part does not lose it by choosing again while somebody has not chosen.
            var held = await Assert.ThrowsAsync<Refusal>(() => ChooseAsync(app.Cast.Ada));
            Assert.StartsWith("You have a part of the key as it is", held.Message);
            Assert.Equal(first, await FingerprintAsync());
            await wyn.FillIn("Your passphrase", EnteringApp.PassphraseOf(app.Cast.Wyn))
                .FillIn("The same once more", EnteringApp.PassphraseOf(app.Cast.Wyn))
                .PressAsync("Set my passphrase");
            Assert.DoesNotContain("cannot open anything", wyn.Text, StringComparison.Ordinal);
            var second = await FingerprintAsync();
            Assert.NotEqual(first, second);

            var entry = await app.DraftAsync(app.Nia, call);
            await app.SubmitAsync(app.Nia, entry);
            var late = await Assert.ThrowsAsync<Refusal>(() => ChooseAsync(app.Cast.Wyn));
            Assert.StartsWith("Entries have been received", late.Message);
            await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                db.Add(Membership.Of(app.Ben, app.Cast.Preston, Role.Member));
                await db.SaveChangesAsync();
            });
            await NameAsync("ben@example.org");
            var ben = await app.SignInAsync("ben@example.org");
            await ben.GoAsync($"/calls/{call}/openers");
            Assert.Contains("Ben cannot open anything.", ben.Text, StringComparison.Ordinal);
            Assert.Contains("It cannot be made anew", ben.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Set my passphrase", ben.Text, StringComparison.Ordinal);
            await Assert.ThrowsAsync<Refusal>(() => ChooseAsync(app.Ben));
            Assert.Equal(second, await FingerprintAsync());

            // The one who was named in time opens with one of the first three.
            app.SetClock((await app.DeadlineAsync(call)).AddMinutes(1));
            Assert.Null(await app.OpenAsync(app.Cast.Wyn, call));
            await Assert.ThrowsAsync<Refusal>(() => app.OpenAsync(app.Ben, call));
            Assert.Equal(1, (await app.OpenAsync(app.Cast.Mei, call))!.Entries);
        });

    [Fact]
    public Task Whoever_submits_while_the_key_is_made_anew_is_asked_once_more_and_nothing_is_closed_with_a_key_that_is_gone() =>
        WithClockAsync(async () =>
        {
            var call = await app.SealedCallAsync("New key");
            await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var whole = await EnteringApp.CallAsync(db, call);
                await using var transaction = await db.Database.BeginTransactionAsync();
                var refusal = await Assert.ThrowsAsync<Refusal>(() =>
                    MakeOpenerKey.HoldAsync(db, whole, [1, 2, 3], default)
                );
                Assert.Contains("Submit once more", refusal.Message, StringComparison.Ordinal);
                var key = await db.Set<CallKey>()
                    .Where(k => k.CallId == whole.Id)
                    .Select(k => k.PublicKey)
                    .SingleAsync();
                await MakeOpenerKey.HoldAsync(db, whole, key, default);
            });
        });

    [Fact]
    public Task A_deadline_in_the_hour_that_comes_twice_is_one_moment() =>
        WithClockAsync(async () =>
        {
            // 25 October 2026, 01:30 comes twice in London: 00:30 and 01:30 UTC.
            var first = new DateTime(2026, 10, 25, 0, 30, 0, DateTimeKind.Utc);
            app.SetClock(first.AddDays(-40));
            var call = await app.SealedCallAsync(
                "Clocks go back",
                (c, now) =>
                    c.Schedule(
                        new(
                            [
                                .. c.InOrder.Select(
                                    (s, i) =>
                                        new StageDates(
                                            s.Code,
                                            i == 0 ? null : first.AddDays(i * 70 - 60),
                                            first.AddDays(i * 70),
                                            null
                                        )
                                ),
                            ],
                            null,
                            null
                        ),
                        now
                    )
            );
            var (early, late) = (
                await app.DraftAsync(app.Nia, call),
                await app.DraftAsync(app.Ben, call)
            );
            app.SetClock(first);
            Assert.False((await app.SubmitAsync(app.Nia, early)).IsLate);
            app.SetClock(first.AddMinutes(30));
            Assert.True((await app.SubmitAsync(app.Ben, late)).IsLate);
            Assert.Contains(
                "01:30:00 on 25 October 2026, London time (UTC+1)",
                EntryWords.Moment(first, "Europe/London"),
                StringComparison.Ordinal
            );
            Assert.Contains(
                "01:30:00 on 25 October 2026, London time (UTC)",
                EntryWords.Moment(first.AddHours(1), "Europe/London"),
                StringComparison.Ordinal
            );
        });

    [Fact]
    public Task A_form_that_is_posted_twice_or_by_many_at_once_is_one_version() =>
        WithClockAsync(async () =>
        {
            var call = await app.SealedCallAsync("Once only");
            var entry = await app.DraftAsync(app.Nia, call);
            var code = ReceiptCode.New();
            var versions = await Task.WhenAll(
                Enumerable.Range(0, 6).Select(_ => app.SubmitAsync(app.Nia, entry, code))
            );
            Assert.Single(versions.Select(v => v.Id).Distinct());
            Assert.Single((await app.FindAsync(app.Nia, entry)).Entry.Versions);
            // Another form finds nothing to submit.
            await Assert.ThrowsAsync<Refusal>(() => app.SubmitAsync(app.Nia, entry));
        });

    [Fact]
    public Task With_its_code_an_entry_is_read_and_replaced_until_the_deadline() =>
        WithClockAsync(async () =>
        {
            var call = await app.SealedCallAsync("Replaced");
            var entry = await app.DraftAsync(app.Nia, call);
            await AttachAsync(entry, "plan");
            var code = ReceiptCode.New();
            await app.SubmitAsync(app.Nia, entry, code);
            var nia = await app.SignInAsync("nia@example.org");
            await nia.GoAsync($"{entry.Path}/read/1");
            Assert.DoesNotContain(EnteringApp.Secret, nia.Text, StringComparison.Ordinal);
            await nia.FillIn("Receipt code", ReceiptCode.New()).PressAsync("Read it");
            Assert.Contains(
                "This is not the receipt code of this version",
                nia.Text,
                StringComparison.Ordinal
            );
            await nia.FillIn("Receipt code", code.ToLowerInvariant()).PressAsync("Read it");
            Assert.Contains(EnteringApp.Secret, nia.Text, StringComparison.Ordinal);
            await nia.PressAsync("Change it");
            Assert.Contains("Check and submit again", nia.Text, StringComparison.Ordinal);
            await app.AsAsync(
                app.Nia,
                async scope =>
                {
                    var found = await app.FindAsync(app.Nia, entry);
                    var open = (
                        await scope
                            .GetRequiredService<BeginStage>()
                            .DraftAsync(entry, found.Call.InOrder.First(), default)
                    )!;
                    Assert.Equal("plan.pdf", Assert.Single(open.Evidence).Name);
                    await scope
                        .GetRequiredService<SaveAnswers>()
                        .RunAsync(
                            open.Response.Id,
                            new Dictionary<string, Value?> { ["name"] = new Value.Text("Fold") }
                        );
                }
            );
            await app.SubmitAsync(app.Nia, entry);
            var versions = (await app.FindAsync(app.Nia, entry)).Entry.Versions;
            Assert.Equal(
                [true, false],
                versions.OrderBy(v => v.Number).Select(v => v.ReplacedAt is not null)
            );

            app.SetClock((await app.DeadlineAsync(call)).AddMinutes(1));
            await Assert.ThrowsAsync<Refusal>(() =>
                app.AsAsync(
                    app.Nia,
                    scope => scope.GetRequiredService<WithdrawEntry>().RunAsync(call, entry.Number)
                )
            );
            await app.OpenAsync(app.Cast.Ada, call);
            await app.OpenAsync(app.Cast.Mei, call);
            var olu = await app.SignInAsync("olu@example.org");
            await olu.GoAsync(entry.Path);
            Assert.Contains("Fold", olu.Text, StringComparison.Ordinal);
            Assert.Contains("Version 2", olu.Text, StringComparison.Ordinal);
        });

    [Fact]
    public Task Many_submit_in_the_last_minutes_and_none_is_lost_or_accepted_late() =>
        WithClockAsync(async () =>
        {
            const int many = 24;
            var call = await app.SealedCallAsync("All at once");
            var entries = new List<Entry>();
            for (var i = 0; i < many; i++)
            {
                entries.Add(await app.DraftAsync(app.Nia, call));
            }
            var closes = await app.DeadlineAsync(call);
            app.SetClock(closes.AddSeconds(-2));
            var next = -1;
            var versions = await Task.WhenAll(
                entries.Select(async entry =>
                {
                    if (Interlocked.Increment(ref next) % 4 == 3)
                    {
                        app.Clock.Time += TimeSpan.FromSeconds(1);
                    }
                    return await app.SubmitAsync(app.Nia, entry);
                })
            );
            Assert.Equal(many, versions.Select(v => v.Sha256).Distinct().Count());
            Assert.All(versions, v => Assert.Equal(v.ReceivedAt > closes, v.IsLate));
            await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                Assert.Equal(
                    many,
                    await db.Set<EntryVersion>()
                        .CountAsync(v =>
                            db.Set<Entry>().Any(e => e.Id == v.EntryId && e.CallReference == call)
                        )
                );
                Assert.Null(await Timeline.VerifyAsync(db));
            });
        });
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Evaluations;
using Tandem.Evaluations.Auditing;
using Tandem.Evaluations.Files;
using Tandem.Formats.Documents;
using Tandem.Formats.Documents.Properties;
using Tandem.Kernel;
using Tandem.Tests.Calls;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>Files of entries that are judged without names: nobody who judges opens one before somebody else has looked at it.</summary>
[UsesDatabase]
public sealed class FilesWithoutNamesTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    private const string Stage = "concept";
    private const string OwnName = "Nia and friends, our sketch.docx";

    private static byte[] Sketch()
    {
        using var file = new MemoryStream();
        DocxWriter.Write(
            file,
            new("A sketch", [new Paragraph("A sensor in each home.")], Author: "Nia of Nia’s team")
        );
        return file.ToArray();
    }

    private async Task<(string Reference, string Assessor, JudgedEntry Entry)> BlindAsync()
    {
        var reference = await app.ClosedAsync(
            "challenge-prize",
            0,
            t => t with { Screening = false, Anonymised = Anonymity.Always },
            more: r => app.EnterAsync(r, app.Nia, "Warm walls", (OwnName, Sketch()))
        );
        await app.ShareOutAsync(reference, Stage);
        foreach (var person in new[] { app.Cast.Wyn, app.Cast.Mei, app.Cast.Lee })
        {
            await app.DeclareNoneAsync(person, reference, Stage);
        }
        var stage = await app.StageAsync(app.Cast.Olu, reference, Stage);
        var asked = stage.Of(stage.Entries[0].Id)!.Panel.First(a => a.PersonId != app.Cast.Wyn.Id);
        return (
            reference,
            asked.PersonId == app.Cast.Mei.Id ? "mei@example.org" : "lee@example.org",
            stage.Entries[0]
        );
    }

    private async Task<JudgedFile> FileAsync(string reference) =>
        await app.AsAsync<EntryFiles, JudgedFile>(
            app.Cast.Olu,
            async files =>
                (await files.OfAsync(await app.StageAsync(app.Cast.Olu, reference, Stage))).Single()
        );

    [Fact]
    public async Task An_assessor_opens_a_file_under_another_name_once_somebody_who_does_not_judge_has_looked_at_it()
    {
        var (reference, email, entry) = await BlindAsync();
        var path = $"/calls/{reference}/judging/{Stage}";
        var file = await FileAsync(reference);
        var assessor = await app.SignInAsync(email);
        await assessor.GoAsync($"{path}/{entry.Number}");
        Assert.Contains("E1 file 1.docx: not looked at yet", assessor.Text);
        Assert.DoesNotContain("Nia", assessor.Text);
        var own = $"/calls/{reference}/entries/1/files/{file.Version}/{file.Id}";
        var given = $"{path}/1/files/{file.Id}";
        foreach (var address in new[] { own, given, given + "/check", $"{path}/files" })
        {
            await assessor.GoAsync(address);
            Assert.Contains((int)assessor.Status, new[] { 403, 404 });
        }

        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync(path);
        Assert.Contains("Look at the files", olu.Text);
        await olu.GoAsync($"{path}/files");
        Assert.Contains("1 of 1 file waits to be looked at", olu.Text);
        Assert.Contains(OwnName, olu.Text);
        await olu.GoAsync(own);
        Assert.Equal(200, (int)olu.Status);
        await olu.GoAsync($"{given}/check");
        Assert.Contains("Nia of Nia’s team", olu.Text);
        await olu.PressAsync("Record it");
        Assert.Contains("Say whether assessors may open it", olu.Text);
        await olu.Choose("Yes").PressAsync("Record it");
        Assert.Contains("Assessors may open it", olu.Text);

        await assessor.GoAsync($"{path}/{entry.Number}");
        Assert.Contains("E1 file 1.docx (", assessor.Text);
        await assessor.GoAsync(given);
        Assert.Equal(200, (int)assessor.Status);
        Assert.Equal(
            "E1 file 1.docx",
            assessor.Response.Content.Headers.ContentDisposition!.FileNameStar
        );
        var bytes = await assessor.Response.Content.ReadAsByteArrayAsync();
        Assert.Empty(FileProperties.Of(bytes).Said);
        await assessor.GoAsync(own);
        Assert.Equal(404, (int)assessor.Status);

        var audit = await app.AsAsync<AuditCall, AuditReport>(
            app.Cast.Olu,
            a => a.RunAsync(reference)
        );
        Assert.Empty(audit.Problems);
        Assert.Equal(1, audit.Checked["files"]);
    }

    [Fact]
    public async Task A_file_that_says_who_entered_is_held_back_with_a_reason_and_nobody_on_the_panel_decides_that()
    {
        var (reference, email, _) = await BlindAsync();
        var file = await FileAsync(reference);
        Task CheckAsync(Tandem.Accounts.Person person, bool? release, string? reason) =>
            app.AsAsync<CheckFile>(
                person,
                c => c.RunAsync(reference, Stage, 1, file.Id, release, reason)
            );
        await Assert.ThrowsAsync<Refusal>(() => CheckAsync(app.Cast.Wyn, true, null));
        await Assert.ThrowsAsync<Refusal>(() => CheckAsync(app.Cast.Mei, true, null));
        await Assert.ThrowsAsync<Refusal>(() => CheckAsync(app.Cast.Olu, false, " "));
        await CheckAsync(app.Cast.Olu, true, null);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await CheckAsync(app.Cast.Olu, false, "It has a letterhead");
        var assessor = await app.SignInAsync(email);
        await assessor.GoAsync($"/calls/{reference}/judging/{Stage}/1");
        Assert.Contains("held back, as it says who entered. It has a letterhead", assessor.Text);
        await assessor.GoAsync($"/calls/{reference}/judging/{Stage}/1/files/{file.Id}");
        Assert.Equal(404, (int)assessor.Status);
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            // Both looks stay, each with its act.
            Assert.Equal(2, await db.Set<FileCheck>().CountAsync(c => c.FileId == file.Id));
            Assert.Equal(
                1,
                await db.Set<Event>()
                    .CountAsync(e =>
                        e.Verb == "file-held-back" && e.Data.Contains(file.Id.ToString())
                    )
            );
        });
    }

    [Fact]
    public async Task The_page_of_the_stage_names_nobody_to_those_who_judge_without_names_and_the_entrant_is_told_to_leave_names_out()
    {
        var (reference, _, _) = await BlindAsync();
        // Wyn leads, and judges where she was asked.
        var stage = await app.StageAsync(app.Cast.Wyn, reference, Stage);
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"/calls/{reference}/judging/{Stage}");
        Assert.Equal(!stage.IsBlindFor(app.Cast.Wyn.Id.Value), wyn.Text.Contains("Nia’s team"));
        var open = await Calling.CallAsync(
            app,
            "challenge-prize",
            with: (call, now) =>
                call.Judge(
                    Stage,
                    JudgingTerms.FromJson(call.Stage(Stage)!.DraftTerms) with
                    {
                        Anonymised = Anonymity.Always,
                    },
                    now
                )
        );
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync($"/calls/{open}");
        Assert.Equal(200, (int)nia.Status);
        await nia.GoAsync($"/calls/{open}/enter");
        await nia.PressAsync("Start");
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var begun = await db.Set<Entry>().SingleAsync(e => e.CallReference == open);
            begun.BeFoundEligible(db.Now());
            await db.SaveChangesAsync();
        });
        await nia.GoAsync(nia.At);
        Assert.Contains("Judged without names", nia.Text);
    }
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Support;

namespace Tandem.Tests.Questionnaires;

[UsesDatabase]
public sealed class SealedResponseTests(QuestionApp app) : IClassFixture<QuestionApp>
{
    private const string Marker = "Quincunx-Marker-Words";

    private async Task<Response> StartAsync()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var kept = await db.Set<Response>().SingleAsync(r => r.Id == response.Id);
            kept.Seal(scope.GetRequiredService<SealingKey>());
            await db.SaveChangesAsync();
        });
        return response;
    }

    [Fact]
    public async Task Answers_and_files_of_a_sealed_response_read_as_given_and_lie_closed()
    {
        var response = await StartAsync();
        await app.SaveAsync(
            app.Cast.Olu,
            response,
            null,
            ("firm-name", new Value.Text(Marker)),
            ("staff", new Value.Number(3))
        );
        var file = Encoding.UTF8.GetBytes($"%PDF-1.7 {Marker} " + new string('x', 200_000));
        await app.AsAsync(
            app.Cast.Olu,
            scope =>
                scope
                    .GetRequiredService<AddEvidence>()
                    .RunAsync(response.Id, FileQuestion, Marker + ".pdf", new MemoryStream(file))
        );

        var open = await app.ReadAsync(app.Cast.Olu, response);
        Assert.Equal(new Value.Text(Marker), open.Sheet.Given("firm-name"));
        var evidence = Assert.Single(open.Evidence);
        Assert.Equal((Marker + ".pdf", file.Length), (evidence.Name, (int)evidence.FileBytes));
        using var read = new MemoryStream();
        await using (var stream = evidence.Read(new FileStore(app.Settings)))
        {
            await stream.CopyToAsync(read);
        }
        Assert.Equal(file, read.ToArray());
        Assert.Equal(
            ("", null, 0),
            (open.Response.Digest, open.Response.ScoreHundredths, open.Response.AutoFailCount)
        );

        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var rows = await db.Set<Answer>()
                .AsNoTracking()
                .Where(a => a.ResponseId == response.Id)
                .Select(a => a.Json)
                .ToListAsync();
            Assert.Equal(2, rows.Count);
            Assert.DoesNotContain(rows, r => r.Contains(Marker, StringComparison.Ordinal));
            Assert.False(
                await db.Set<Event>()
                    .AnyAsync(e => e.Data.Contains(Marker) || e.Reason!.Contains(Marker))
            );
        });
        var marker = Encoding.UTF8.GetBytes(Marker);
        foreach (
            var path in Directory.EnumerateFiles(
                app.Settings.DataFolder,
                "*",
                SearchOption.AllDirectories
            )
        )
        {
            await using var bytes = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite
            );
            using var all = new MemoryStream();
            await bytes.CopyToAsync(all);
            Assert.True(all.ToArray().AsSpan().IndexOf(marker) < 0, path);
        }
    }

    [Fact]
    public async Task An_answer_put_in_another_questions_place_does_not_open()
    {
        var response = await StartAsync();
        await app.SaveAsync(
            app.Cast.Olu,
            response,
            null,
            ("firm-name", new Value.Text("Fold")),
            ("size", new Value.Text("small"))
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var answers = await db.Set<Answer>()
                .Where(a => a.ResponseId == response.Id)
                .ToDictionaryAsync(a => a.Question, a => a.Json);
            await db.Set<Answer>()
                .Where(a => a.ResponseId == response.Id && a.Question == "firm-name")
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.Json, answers["size"]));
        });
        await Assert.ThrowsAsync<SealBroken>(() => app.ReadAsync(app.Cast.Olu, response));
    }

    private static string FileQuestion =>
        Sets.Read(Sets.Firm)
            .Questions.First(q => q.Kind == QuestionKind.File || q.Evidence != EvidenceRule.None)
            .Code;
}

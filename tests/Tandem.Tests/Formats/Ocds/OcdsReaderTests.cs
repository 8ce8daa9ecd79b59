using System.Text;
using Tandem.Formats;
using Tandem.Formats.Ocds;
using Tandem.Tests.Support;
using static Tandem.Tests.Formats.Ocds.OcdsText;

namespace Tandem.Tests.Formats.Ocds;

public sealed class OcdsReaderTests
{
    private const string One = """{"ocid":"ocds-x-1","id":"1"}""";
    private const string Two = """{"ocid":"ocds-x-2","id":"2","t":"a \"quoted\" {text]"}""";

    [Theory]
    [InlineData(One)]
    [InlineData("[" + One + "]")]
    [InlineData("{\"uri\":\"u\",\"releases\":[" + One + "]}")]
    [InlineData(
        "{\"records\":[{\"ocid\":\"ocds-x-1\",\"releases\":["
            + One
            + "],\"compiledRelease\":{\"ocid\":\"no\"}}]}"
    )]
    [InlineData("{\"records\":[{\"ocid\":\"ocds-x-1\",\"compiledRelease\":" + One + "}]}")]
    [InlineData("{\"ocid\":\"ocds-x-1\",\"compiledRelease\":" + One + "}")]
    [InlineData("[{\"releases\":[" + One + "]}]")]
    [InlineData("\uFEFF\n  " + One + "\n")]
    [InlineData("{\n  \"releases\"\n:\n[\n" + One + "\n]\n}\n")]
    public void Every_form_of_ocds_gives_its_release(string content)
    {
        foreach (var chunk in new[] { 1, 7, int.MaxValue })
        {
            var reading = Read(content, chunk: chunk);
            Assert.Empty(reading.Problems);
            Assert.Equal(One, Assert.Single(reading.Items).Json);
        }
    }

    [Fact]
    public void Json_lines_may_mix_packages_records_and_releases_and_be_gzipped()
    {
        var lines =
            $"{One}\r\n{{\"releases\":[{Two},{One}]}}\n\n{{\"records\":[{{\"ocid\":\"r\",\"compiledRelease\":{Two}}}]}}";
        foreach (
            var content in new[]
            {
                Encoding.UTF8.GetBytes(lines),
                Gzip(Encoding.UTF8.GetBytes(lines)),
                Encoding.Unicode.GetBytes(lines),
            }
        )
        {
            var reading = Read(content, chunk: 5);
            Assert.Empty(reading.Problems);
            Assert.Equal([One, Two, One, Two], reading.Items.Select(i => i.Json));
            Assert.Equal([1, 2, 2, 4], reading.Items.Select(i => i.Place.Line));
        }
    }

    [Fact]
    public void Package_metadata_is_told_also_when_it_stands_after_the_releases()
    {
        var reading = Read(
            $$"""{"releases":[{{One}}],"uri":"https://example.org/p","version":"1.1","publisher":{"name":"Ashby"},"publishedDate":"2026-01-02","extensions":["e1","e2"],"license":"ogl"}"""
        );
        Assert.Equal(
            "https://example.org/p 1.1 2026-01-02 Ashby ogl",
            $"{reading.Package!.Uri} {reading.Package.Version} {reading.Package.PublishedDate} {reading.Package.Publisher} {reading.Package.License}"
        );
        Assert.Equal(["e1", "e2"], reading.Package.Extensions);
    }

    [Fact]
    public void A_release_knows_its_line_column_offset_and_path()
    {
        var content =
            $"{{\n  \"records\": [\n    {{ \"ocid\": \"r\", \"releases\": [\n      {One},\n      {Two} ] }} ]\n}}";
        var items = Read(content, chunk: 3).Items;
        Assert.Equal(new Place("test.json", 4, 7, "records[0].releases[0]"), items[0].Place);
        Assert.Equal(new Place("test.json", 5, 7, "records[0].releases[1]"), items[1].Place);
        Assert.Equal(content.IndexOf(Two, StringComparison.Ordinal), items[1].Offset);
    }

    [Theory]
    [InlineData("{\"ocid\":\"cut")]
    [InlineData("{\"ocid\":\"cut\",")]
    [InlineData("not json")]
    [InlineData("{\"a\":1} trailing")]
    [InlineData("17")]
    public void A_bad_line_is_left_out_with_its_number_and_the_good_lines_are_kept(string bad)
    {
        foreach (
            var (content, line) in new[]
            {
                ($"{One}\n{bad}\n{Two}\n", 2),
                ($"{One}\n{Two}\n{bad}", 3),
            }
        )
        {
            var reading = Read(content);
            Assert.Equal(line, Assert.Single(reading.Problems).Place.Line);
            Assert.Equal(
                [One, Two],
                reading
                    .Items.Select(i => i.Json)
                    .Where(j => j.Contains("ocid", StringComparison.Ordinal))
            );
        }
        if (!bad.StartsWith("{\"a\"", StringComparison.Ordinal) && !bad.EndsWith(','))
        {
            var first = Read($"{bad}\n{One}\n{Two}\n");
            Assert.Equal(1, Assert.Single(first.Problems).Place.Line);
            Assert.Equal(2, first.Items.Count);
        }
    }

    [Fact]
    public void A_broken_single_document_keeps_what_came_before_and_says_where_it_broke()
    {
        var missingQuote =
            $"{{\n\"releases\": [\n{One},\n{{\"ocid\": \"x,\n\"id\": \"2\"}},\n{Two}]}}";
        var reading = Read(missingQuote);
        Assert.Equal(One, Assert.Single(reading.Items).Json);
        Assert.Equal(4, Assert.Single(reading.Problems).Place.Line);

        var truncated = Read($"{{\"releases\": [{One}, {{\"ocid\": \"ocds-x-");
        Assert.Single(truncated.Items);
        Assert.Contains(
            "the file ends in the middle",
            Assert.Single(truncated.Problems).Message,
            StringComparison.Ordinal
        );

        var noComma = Read($"{{\"releases\": [{One} {Two}]}}");
        Assert.Single(noComma.Items);
        Assert.Equal(
            new Place("test.json", 1, 14 + One.Length + 2),
            Assert.Single(noComma.Problems).Place
        );

        var syntax = Read($"{{\n\"releases\": [\n{One},\n{{\"ocid\": \"x\", 'id': 2");
        Assert.Equal(new Place("test.json", 4, 15), Assert.Single(syntax.Problems).Place);
    }

    [Fact]
    public void A_truncated_gzip_names_the_place_where_it_broke()
    {
        var lines = string.Join(
            '\n',
            Enumerable
                .Range(0, 2000)
                .Select(i =>
                    $"{{\"ocid\":\"o{i}\",\"hash\":\"{i * 7919 % 10007:x}{i * 104729 % 99991:x}\"}}"
                )
        );
        var packed = Gzip(Encoding.UTF8.GetBytes(lines));
        var reading = Read(packed[..(packed.Length / 2)]);
        Assert.InRange(reading.Items.Count, 100, 1900);
        var problem = Assert.Single(reading.Problems);
        Assert.Contains("gzip", problem.Message, StringComparison.Ordinal);
        Assert.InRange(problem.Place.Line, reading.Items.Count, reading.Items.Count + 1);

        var damaged = (byte[])packed.Clone();
        Array.Fill<byte>(damaged, 0xFF, packed.Length / 2, 64);
        Assert.Contains(
            "gzip",
            Assert
                .Single(
                    Read(damaged).Problems,
                    p => p.Message.Contains("gzip", StringComparison.Ordinal)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_zip_bomb_is_stopped_by_its_ratio_and_by_the_absolute_limit()
    {
        var bomb = Gzip(Encoding.UTF8.GetBytes("[" + new string(' ', 30_000_000) + One + "]"));
        var ratio = Read(bomb);
        Assert.Empty(ratio.Items);
        Assert.Contains(
            "inflates more than 200 times",
            Assert.Single(ratio.Problems).Message,
            StringComparison.Ordinal
        );

        var absolute = Read(bomb, new OcdsLimits { MaxGzipRatio = 100_000, MaxBytes = 20_000_000 });
        Assert.Contains(
            "larger than the 20000000 bytes",
            Assert.Single(absolute.Problems).Message,
            StringComparison.Ordinal
        );

        Assert.Single(Read(bomb, new OcdsLimits { MaxGzipRatio = 100_000 }).Items);
    }

    [Fact]
    public void A_release_over_the_limit_is_refused_with_its_place_and_the_next_ones_are_read()
    {
        var large = $"{{\"ocid\":\"big\",\"text\":\"{new string('x', 3_000_000)}\"}}";
        var limits = new OcdsLimits { MaxReleaseBytes = 100_000 };
        foreach (
            var content in new[]
            {
                $"{One}\n{large}\n{Two}",
                $"{{\"releases\":[{One},\n{large},{Two}]}}",
                $"[{One},\n{large},{Two}]",
            }
        )
        {
            var reading = Read(content, limits);
            Assert.Equal([One, Two], reading.Items.Select(i => i.Json));
            var problem = Assert.Single(reading.Problems);
            Assert.Equal((2L, 1L), (problem.Place.Line, problem.Place.Column));
            Assert.Contains(
                "larger than the 100000 bytes",
                problem.Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void An_endless_line_is_passed_over_without_being_held()
    {
        using var stream = new EndlessLine(400_000_000, One + "\n{\"ocid\":\"", "\n" + Two);
        var items = 0;
        var problems = new List<Problem>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var reader = new OcdsReader(stream, "endless.jsonl", problems.Add))
        {
            while (reader.Read(out _))
            {
                items++;
            }
        }
        Assert.Equal(2, items);
        Assert.Equal(2, Assert.Single(problems).Place.Line);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void Nesting_ten_thousand_deep_is_refused_and_the_rest_is_read()
    {
        var deep =
            "{\"ocid\":\"deep\",\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}";
        foreach (var content in new[] { $"{deep}\n{One}", $"{{\"releases\":[{deep},{One}]}}" })
        {
            var reading = Read(content);
            Assert.Equal(One, Assert.Single(reading.Items).Json);
            Assert.Contains(
                "deeper than the 64 levels",
                Assert.Single(reading.Problems).Message,
                StringComparison.Ordinal
            );
        }
        Assert.NotEmpty(Read(new string('[', 10_000)).Problems);
        Assert.NotEmpty(Read(string.Concat(Enumerable.Repeat("{\"records\":[", 5_000))).Problems);
    }

    [Fact]
    public void A_latin_1_byte_is_named_with_its_place_and_only_its_release_is_left_out()
    {
        var content = Encoding.Latin1.GetBytes(
            $"{One}\n{{\"ocid\":\"x\",\"t\":\"caf\u00e9\"}}\n{Two}"
        );
        var reading = Read(content);
        Assert.Equal([One, Two], reading.Items.Select(i => i.Json));
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(new Place("test.json", 2, 21), problem.Place);
        Assert.Contains("E9 is not UTF-8", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  \n ", "empty")]
    [InlineData("<!doctype html><html>", "HTML")]
    [InlineData("PK\u0003\u0004", "zip archive")]
    [InlineData("Title,Value\nA,1\nB,2\n", "not JSON: it starts with “Title,Value”")]
    [InlineData("\"text\"", "expected an object or an array")]
    public void Content_that_is_not_ocds_is_named_once(string content, string expected) =>
        Assert.Contains(
            expected,
            Assert.Single(Read(content).Problems).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Linked_releases_are_reported_and_the_compiled_release_is_read_instead()
    {
        const string Link =
            """{"url":"https://example.org/r.json","date":"2026-01-01","tag":["tender"]}""";
        var with = Read(
            $"{{\"records\":[{{\"compiledRelease\":{One},\"ocid\":\"r\",\"releases\":[{Link}]}}]}}"
        );
        Assert.Equal(OcdsItemKind.CompiledRelease, Assert.Single(with.Items).Kind);
        Assert.Equal(ProblemKind.Noticed, Assert.Single(with.Problems).Kind);

        var without = Read($"{{\"records\":[{{\"ocid\":\"r\",\"releases\":[{Link}]}}]}}");
        Assert.Empty(without.Items);
        Assert.Contains(without.Problems, p => p.Kind == ProblemKind.Refused);
    }

    [Fact]
    public void A_notice_of_another_form_that_has_an_address_is_not_taken_for_a_link()
    {
        var read = Read("""{"id":"n-1","title":"Meals","url":"https://example.org/n-1"}""");
        Assert.Single(read.Items);
        Assert.Empty(read.Problems);
    }

    [SharedDataFact("ocds-real-samples", "uk-ocds-2025", "ocds-fictional")]
    public void Every_real_file_reads_with_every_release_accounted_for()
    {
        var files = new[] { "ocds-real-samples", "uk-ocds-2025", "ocds-fictional" }
            .SelectMany(f =>
                Directory.GetFiles(SharedData.Find(f)!, "*", SearchOption.AllDirectories)
            )
            .Where(f => Path.GetExtension(f) is ".json" or ".jsonl")
            .ToList();
        Assert.True(files.Count > 380);
        var releases = 0;
        foreach (var path in files)
        {
            var reading = Read(File.ReadAllBytes(path));
            var refused = reading.Problems.Count(p => p.Kind == ProblemKind.Refused);
            var expected = ExpectedReleases(path);
            Assert.True(
                expected == reading.Items.Count + refused,
                $"{path}: expected {expected}, read {reading.Items.Count}, refused {string.Join("; ", reading.Problems)}"
            );
            releases += reading.Items.Count;
        }
        Assert.True(releases > 550, $"{releases} releases");
    }

    /// <summary>Counts by the slow and simple way.</summary>
    private static int ExpectedReleases(string path)
    {
        if (Path.GetExtension(path) == ".jsonl")
        {
            return File.ReadLines(path).Count(l => l.Trim().Length > 0);
        }
        var text = File.ReadAllText(path);
        if (text.Trim().Length == 0)
        {
            return 1;
        }
        using var document = System.Text.Json.JsonDocument.Parse(text);
        var root = document.RootElement;
        return root.TryGetProperty("releases", out var releases) ? releases.GetArrayLength()
            : root.TryGetProperty("records", out var records)
                ? records
                    .EnumerateArray()
                    .Sum(r =>
                        r.TryGetProperty("releases", out var of)
                        && of.EnumerateArray().Any(x => x.TryGetProperty("ocid", out _))
                            ? of.GetArrayLength()
                            : 1
                    )
            : 1;
    }

    /// <summary>A text, then one line of the given length that never ends its string, then another text.</summary>
    private sealed class EndlessLine(long length, string before, string after) : MemoryStream
    {
        private readonly byte[] start = Encoding.UTF8.GetBytes(before);
        private readonly byte[] end = Encoding.UTF8.GetBytes(after);
        private long at;

        public override int Read(Span<byte> buffer)
        {
            if (at < start.Length)
            {
                buffer[0] = start[at++];
                return 1;
            }
            if (at < start.Length + length)
            {
                var run = (int)Math.Min(buffer.Length, start.Length + length - at);
                buffer[..run].Fill((byte)'x');
                at += run;
                return run;
            }
            var left = (int)(start.Length + length + end.Length - at);
            var count = Math.Min(left, buffer.Length);
            end.AsSpan(end.Length - left, count).CopyTo(buffer);
            at += count;
            return count;
        }
    }
}

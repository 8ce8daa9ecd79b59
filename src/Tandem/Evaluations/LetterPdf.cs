using Tandem.Formats.Documents.Pdf;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations;

/// <summary>Letters on sheets of A4, each beginning on a sheet of its own: to keep, or to post.</summary>
public static class LetterPdf
{
    private const double Left = 62;
    private const double Across = PdfSheet.Wide - 2 * Left;
    private const double Top = 66;
    private const double Bottom = PdfSheet.High - 66;

    private static readonly PdfSheet.Ink Ink = new(11, 12, 12);
    private static readonly Lazy<TrueTypeFont> Plain = new(() => Shipped("Regular"));
    private static readonly Lazy<TrueTypeFont> Strong = new(() => Shipped("SemiBold"));

    private static TrueTypeFont Shipped(string weight) =>
        new(File.ReadAllBytes(Content.Shipped.PathOf($"fonts/SourceSans3-{weight}.ttf")));

    /// <param name="title">Title of the file.</param>
    public static byte[] Write(string title, IReadOnlyList<LetterText> letters)
    {
        var sheet = new PdfSheet(title, letters.Count == 0 ? "" : letters[0].Buyer, "en-GB");
        for (var i = 0; i < letters.Count; i++)
        {
            if (i > 0)
            {
                sheet.NextSheet();
            }
            new Writing(sheet).Letter(letters[i]);
        }
        return sheet.ToArray();
    }

    private sealed class Writing(PdfSheet sheet)
    {
        private double at = Top;

        public void Letter(LetterText text)
        {
            Say(text.Buyer, 11, strong: true);
            Say(Words.Day(text.Day), 11);
            Room(26);
            Say(
                text.Entrant + (text.EntrantNumber is { } number ? $" ({number})" : ""),
                11,
                strong: true
            );
            foreach (var line in text.AddressLines)
            {
                Say(line, 11);
            }
            Say($"{text.Reference}: {text.Entry}", 11);
            Room(26);
            Say($"{text.Call} ({text.CallReference}): {text.Stage}", 16, strong: true);
            Room(8);
            Say(
                text.OutcomeWords
                    + (text.IsChosen && text.Amount is { } amount ? $" Amount: {amount}." : ""),
                12,
                strong: true
            );
            Paragraph(text.Reason);
            foreach (var kept in text.KeptOut)
            {
                Paragraph(kept);
            }
            Criteria(text);
            Ending(text);
        }

        private void Criteria(LetterText text)
        {
            if (text.Criteria.Count > 0)
            {
                Heading("How it was assessed");
            }
            foreach (var criterion in text.Criteria)
            {
                Room(8);
                Say(
                    criterion.Title
                        + (
                            text.Weighted
                                ? $" ({LetterText.WeightWords(criterion.Weight)} of 100)"
                                : ""
                        ),
                    11,
                    strong: true
                );
                Say(
                    criterion.Score is { } score
                        ? $"{RankWords.Points(score)} of {criterion.Highest}"
                            + (
                                criterion.ScoreTitle is { } title
                                    ? $": {title}. {criterion.ScoreMeaning}"
                                    : ""
                            )
                        : "Not scored.",
                    11
                );
                foreach (var reason in criterion.Reasons)
                {
                    Paragraph(reason);
                }
                if (criterion.WinnerScore is { } theirs)
                {
                    Say($"The winner: {RankWords.Points(theirs)} of {criterion.Highest}", 11);
                    foreach (var reason in criterion.WinnerReasons)
                    {
                        Paragraph(reason);
                    }
                }
            }
        }

        private void Ending(LetterText text)
        {
            if (text.ResultWords is { } result)
            {
                Room(10);
                Say(result, 11, strong: true);
            }
            if (text.WinnerWords is { } winner)
            {
                Paragraph(winner);
            }
            if (text.Withheld is { } withheld)
            {
                Paragraph("The reasons for the winner’s scores are held back:");
                Paragraph(withheld);
            }
            if (text.Method.Count > 0)
            {
                Heading("How entries were put in order");
                foreach (var sentence in text.Method)
                {
                    Paragraph("• " + sentence);
                }
                Paragraph($"{text.StandsThere} the page of {text.CallReference}.");
            }
            if (text.StandstillDays is { } days)
            {
                Paragraph(
                    $"A contract is signed at the earliest once the standstill is over: {Words.Count(days, "working day")}, beginning with the day on which the contract award notice is published."
                );
            }
            if (text.Contact is { } contact)
            {
                Paragraph($"Questions: {contact}");
            }
        }

        private void Heading(string text)
        {
            Room(16);
            Say(text, 13, strong: true);
        }

        private void Paragraph(string text)
        {
            foreach (var part in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Room(4);
                Say(part, 11);
            }
        }

        private void Room(double points) => at += points;

        private void Say(string text, double size, bool strong = false)
        {
            var font = (strong ? Strong : Plain).Value;
            foreach (var line in PdfSheet.Lines(text, font, size, Across))
            {
                at += size * 1.3;
                if (at > Bottom)
                {
                    sheet.NextSheet();
                    at = Top + size * 1.3;
                }
                sheet.Write(line, font, size, Left, at, Ink);
            }
        }
    }
}

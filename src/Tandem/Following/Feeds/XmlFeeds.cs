using System.Globalization;
using System.Text;
using System.Xml;

namespace Tandem.Following.Feeds;

/// <summary>Feeds as Atom (RFC 4287) and as RSS 2.0.</summary>
internal static class XmlFeeds
{
    private const string AtomName = "http://www.w3.org/2005/Atom";

    public static byte[] Atom(Feed feed) =>
        Write(xml =>
        {
            xml.WriteStartElement("feed", AtomName);
            xml.WriteElementString("title", AtomName, Clean(feed.Title));
            xml.WriteElementString("id", AtomName, feed.Self);
            xml.WriteElementString("updated", AtomName, Rfc3339(feed.Updated));
            Link(xml, "self", feed.Self, "application/atom+xml");
            Link(xml, "alternate", feed.Page, "text/html");
            xml.WriteStartElement("author", AtomName);
            xml.WriteElementString("name", AtomName, "Tandem");
            xml.WriteEndElement();
            foreach (var entry in feed.Entries)
            {
                xml.WriteStartElement("entry", AtomName);
                xml.WriteElementString("title", AtomName, Clean(entry.Title));
                xml.WriteElementString("id", AtomName, feed.IdOf(entry));
                xml.WriteElementString("updated", AtomName, Rfc3339(entry.At));
                Link(xml, "alternate", entry.Address, "text/html");
                xml.WriteStartElement("summary", AtomName);
                xml.WriteAttributeString("type", "text");
                xml.WriteString(Clean(entry.Sentence));
                xml.WriteEndElement();
                foreach (var category in entry.Categories)
                {
                    xml.WriteStartElement("category", AtomName);
                    xml.WriteAttributeString("scheme", "urn:cpv");
                    xml.WriteAttributeString("term", category);
                    xml.WriteEndElement();
                }
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        });

    public static byte[] Rss(Feed feed) =>
        Write(xml =>
        {
            xml.WriteStartElement("rss");
            xml.WriteAttributeString("version", "2.0");
            xml.WriteAttributeString("xmlns", "atom", null, AtomName);
            xml.WriteStartElement("channel");
            xml.WriteElementString("title", Clean(feed.Title));
            xml.WriteElementString("link", feed.Page);
            xml.WriteElementString("description", $"What happens: {Clean(feed.Title)}");
            xml.WriteElementString("language", "en-GB");
            xml.WriteElementString("lastBuildDate", Rfc822(feed.Updated));
            xml.WriteStartElement("atom", "link", AtomName);
            xml.WriteAttributeString("href", feed.Self);
            xml.WriteAttributeString("rel", "self");
            xml.WriteAttributeString("type", "application/rss+xml");
            xml.WriteEndElement();
            foreach (var entry in feed.Entries)
            {
                xml.WriteStartElement("item");
                xml.WriteElementString("title", Clean(entry.Title));
                xml.WriteElementString("link", entry.Address);
                xml.WriteElementString("description", Clean(entry.Sentence));
                xml.WriteStartElement("guid");
                xml.WriteAttributeString("isPermaLink", "false");
                xml.WriteString(feed.IdOf(entry));
                xml.WriteEndElement();
                xml.WriteElementString("pubDate", Rfc822(entry.At));
                foreach (var category in entry.Categories)
                {
                    xml.WriteElementString("category", category);
                }
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
            xml.WriteEndElement();
        });

    private static byte[] Write(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        using (
            var xml = XmlWriter.Create(
                bytes,
                new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }
            )
        )
        {
            write(xml);
        }
        return bytes.ToArray();
    }

    private static void Link(XmlWriter xml, string relation, string address, string type)
    {
        xml.WriteStartElement("link", AtomName);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    // Titles come from published data; a control character in one would make the whole feed unreadable.
    private static string Clean(string text) =>
        text.All(XmlConvert.IsXmlChar)
            ? text
            : string.Concat(
                text.EnumerateRunes()
                    .Where(r => !r.IsBmp || XmlConvert.IsXmlChar((char)r.Value))
                    .Select(r => r.ToString())
            );

    private static string Rfc3339(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Rfc822(DateTime utc) =>
        utc.ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture);
}

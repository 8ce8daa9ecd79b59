using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;

namespace Tandem.Tests.Support;

/// <summary>
/// Somebody at a browser without JavaScript: reads the rendered page, fills in fields by their labels, presses buttons by their words and
/// submits the page's real form with its real token.
/// </summary>
public sealed class Visitor(TestServer server)
{
    private readonly CookieContainer cookies = new();
    private readonly HttpMessageHandler handler = server.CreateHandler();
    private readonly Dictionary<IElement, (string Name, byte[] Content)> files = [];

    /// <summary>The page in front of the visitor.</summary>
    public IDocument Page { get; private set; } = null!;

    /// <summary>Status of the last answer.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>Address of the page, path and query.</summary>
    public string At { get; private set; } = "/";

    /// <summary>Headers of the last answer.</summary>
    public HttpResponseMessage Response { get; private set; } = null!;

    /// <summary>The page's words as one line.</summary>
    public string Text => Squeeze(Page.Body!.TextContent);

    /// <summary>Goes to an address of the site.</summary>
    public Task<Visitor> GoAsync(string address) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, Absolute(address)));

    /// <summary>Follows the link with these words.</summary>
    public Task<Visitor> FollowAsync(string words)
    {
        var links = Page.QuerySelectorAll<IHtmlAnchorElement>("a[href]")
            .Where(a => Squeeze(a.TextContent) == words)
            .ToList();
        Assert.True(
            links.Count > 0,
            $"There is no link ‘{words}’ at {At}. Links: {string.Join(" · ", Page.Links.Select(l => Squeeze(l.TextContent)))}"
        );
        return GoAsync(links[0].GetAttribute("href")!);
    }

    /// <summary>Types into the field with this label.</summary>
    public Visitor FillIn(string label, string value)
    {
        switch (Field(label))
        {
            case IHtmlTextAreaElement area:
                area.Value = value;
                break;
            case IHtmlSelectElement select:
                var option = select.Options.SingleOrDefault(o =>
                    Squeeze(o.Text) == value || o.Value == value
                );
                Assert.True(
                    option is not null,
                    $"‘{label}’ does not offer ‘{value}’: {string.Join(" · ", select.Options.Select(o => o.Text))}"
                );
                select.Value = option!.Value;
                break;
            case IHtmlInputElement input:
                input.Value = value;
                break;
            case var other:
                Assert.Fail($"‘{label}’ is a {other.LocalName}, which cannot be filled in.");
                break;
        }
        return this;
    }

    /// <summary>Ticks the box, or picks the radio, with this label.</summary>
    public Visitor Choose(string label)
    {
        var input = (IHtmlInputElement)Field(label);
        if (input.Type == "radio")
        {
            foreach (
                var other in input.Form!.QuerySelectorAll<IHtmlInputElement>(
                    $"input[type=radio][name='{input.Name}']"
                )
            )
            {
                other.IsChecked = false;
            }
        }
        input.IsChecked = true;
        return this;
    }

    /// <summary>Chooses a file in the field with this label.</summary>
    public Visitor Attach(string label, string fileName, byte[] content)
    {
        files[Field(label)] = (fileName, content);
        return this;
    }

    /// <summary>Presses the button with these words, which submits its form.</summary>
    public Task<Visitor> PressAsync(string words)
    {
        var button = Page.QuerySelectorAll<IHtmlButtonElement>("button")
            .FirstOrDefault(b => Squeeze(b.TextContent) == words);
        Assert.True(
            button is not null,
            $"There is no button ‘{words}’ at {At}: {string.Join(" · ", Page.QuerySelectorAll("button").Select(b => Squeeze(b.TextContent)))}"
        );
        var form = button!.Form;
        Assert.True(form is not null, $"The button ‘{words}’ belongs to no form.");
        var fields = FieldsOf(form!, button).ToList();
        var action = button.GetAttribute("formaction") ?? form!.GetAttribute("action") ?? At;
        if (!string.Equals(form!.Method, "post", StringComparison.OrdinalIgnoreCase))
        {
            var query = fields.Where(f => f.Value is { Length: > 0 });
            return GoAsync(
                QueryHelpers.AddQueryString(
                    action.Split('?')[0],
                    query.Select(f => KeyValuePair.Create(f.Name, (string?)f.Value))
                )
            );
        }
        return SendAsync(
            new HttpRequestMessage(HttpMethod.Post, Absolute(action))
            {
                Content = ContentOf(form, fields),
            }
        );
    }

    /// <summary>Sends a request just as it is, with the visitor's cookies, and does not follow redirects.</summary>
    public async Task<HttpResponseMessage> RawAsync(HttpRequestMessage request)
    {
        if (request.RequestUri is null or { IsAbsoluteUri: false })
        {
            request.RequestUri = Absolute(request.RequestUri?.ToString() ?? "/");
        }
        if (cookies.GetCookieHeader(request.RequestUri) is { Length: > 0 } held)
        {
            request.Headers.Add("Cookie", held);
        }
        using var client = new HttpClient(handler, disposeHandler: false);
        var response = await client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            cookies.SetCookies(request.RequestUri, cookie);
        }
        return response;
    }

    private async Task<Visitor> SendAsync(HttpRequestMessage request)
    {
        var response = await RawAsync(request);
        for (
            var hops = 0;
            response.Headers.Location is { } location
                && (int)response.StatusCode is >= 300 and < 400;
            hops++
        )
        {
            Assert.True(hops < 10, $"More than ten redirects, the last to {location}.");
            request = new HttpRequestMessage(
                HttpMethod.Get,
                new Uri(request.RequestUri!, location)
            );
            response = await RawAsync(request);
        }
        (Response, Status, At) = (response, response.StatusCode, request.RequestUri!.PathAndQuery);
        files.Clear();
        var html = await response.Content.ReadAsStringAsync();
        Page = await BrowsingContext
            .New(Configuration.Default)
            .OpenAsync(r => r.Content(html).Address(request.RequestUri));
        return this;
    }

    private IElement Field(string label)
    {
        var found = Page.QuerySelectorAll<IHtmlLabelElement>("label")
            .Where(l => Squeeze(l.TextContent) == label)
            .ToList();
        Assert.True(
            found.Count > 0,
            $"There is no field ‘{label}’ at {At}: {string.Join(" · ", Page.QuerySelectorAll("label").Select(l => Squeeze(l.TextContent)))}"
        );
        var control = found[0].HtmlFor is { Length: > 0 } id
            ? Page.GetElementById(id)
            : found[0].QuerySelector("input,select,textarea");
        Assert.True(control is not null, $"The label ‘{label}’ belongs to no field.");
        return control!;
    }

    private IEnumerable<(string Name, string? Value, IElement Source)> FieldsOf(
        IHtmlFormElement form,
        IHtmlButtonElement pressed
    )
    {
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio" } choice:
                    if (choice.IsChecked && choice.Name is { } choiceName)
                    {
                        yield return (
                            choiceName,
                            choice.Value is { Length: > 0 } v ? v : "on",
                            choice
                        );
                    }
                    break;
                case IHtmlInputElement { Type: "submit" or "button" or "image" }:
                    break;
                case IHtmlInputElement { Name: { } name } input:
                    yield return (name, input.Value, input);
                    break;
                case IHtmlSelectElement { Name: { } name } select:
                    yield return (name, select.Value, select);
                    break;
                case IHtmlTextAreaElement { Name: { } name } area:
                    yield return (name, area.Value, area);
                    break;
            }
        }
        if (pressed.Name is { Length: > 0 } button)
        {
            yield return (button, pressed.Value, pressed);
        }
    }

    private HttpContent ContentOf(
        IHtmlFormElement form,
        List<(string Name, string? Value, IElement Source)> fields
    )
    {
        if (!string.Equals(form.Enctype, "multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new FormUrlEncodedContent(
                fields.Select(f => KeyValuePair.Create(f.Name, f.Value ?? ""))
            );
        }
        var content = new MultipartFormDataContent();
        foreach (var (name, value, source) in fields)
        {
            if (source is IHtmlInputElement { Type: "file" })
            {
                if (files.TryGetValue(source, out var file))
                {
                    content.Add(new ByteArrayContent(file.Content), name, file.Name);
                }
            }
            else
            {
                content.Add(new StringContent(value ?? ""), name);
            }
        }
        return content;
    }

    private Uri Absolute(string address) => new(new Uri(new Uri("http://localhost"), At), address);

    private static string Squeeze(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

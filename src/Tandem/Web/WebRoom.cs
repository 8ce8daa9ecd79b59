using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.WebEncoders;
using Tandem.Web.Forms;
using Tandem.Web.Http;

namespace Tandem.Web;

/// <summary>Layout, patterns, pictures and headers that every page is made of.</summary>
internal static class WebRoom
{
    /// <summary>Binding of dates, readable encoding, problem details, compression of assets and data.</summary>
    public static void Add(IServiceCollection services)
    {
        services.Configure<MvcOptions>(o =>
            o.ModelBinderProviders.Insert(0, new DateInputBinderProvider())
        );
        services.Configure<WebEncoderOptions>(o =>
            o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All)
        );
        services.AddProblemDetails(o => o.CustomizeProblemDetails = Problems.Shape);
        // Pages are not compressed over HTTPS: they carry form tokens beside words a stranger may choose.
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes =
            [
                "text/css",
                "text/javascript",
                "image/svg+xml",
                "text/csv",
                "application/json",
            ];
            o.Providers.Add<BrotliCompressionProvider>();
            o.Providers.Add<GzipCompressionProvider>();
        });
    }

    /// <summary>Security headers, compression and the files under wwwroot.</summary>
    public static void Use(WebApplication app)
    {
        app.Use(BareProblems.WordAsync);
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Cache });
    }

    private static void Cache(StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v")
            ? "public, max-age=31536000, immutable"
            : "public, max-age=300, must-revalidate";
}

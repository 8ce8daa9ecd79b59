using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.WebEncoders;
using Tandem.Web.Forms;
using Tandem.Web.Http;

namespace Tandem.Web;

/// <summary>What the host needs so that pages look and behave as pages of this site.</summary>
public static class WebSetup
{
    /// <summary>Registers the settings, the binding of dates and the compression of assets and data.</summary>
    public static IServiceCollection AddTandemWeb(
        this IServiceCollection services,
        SiteSettings settings
    )
    {
        services.AddSingleton(settings);
        services.Configure<MvcOptions>(o =>
            o.ModelBinderProviders.Insert(0, new DateInputBinderProvider())
        );
        services.Configure<WebEncoderOptions>(o =>
            o.TextEncoderSettings = new System.Text.Encodings.Web.TextEncoderSettings(
                UnicodeRanges.All
            )
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
        return services;
    }

    /// <summary>Security headers, compression and the files under wwwroot. First in the pipeline, after fault handling.</summary>
    public static IApplicationBuilder UseTandemWeb(this IApplicationBuilder app) =>
        app.UseMiddleware<SecurityHeaders>()
            .UseResponseCompression()
            .UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Cache });

    private static void Cache(StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v")
            ? "public, max-age=31536000, immutable"
            : "public, max-age=300, must-revalidate";
}

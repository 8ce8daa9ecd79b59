using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace Tandem.Accounts;

/// <summary>People, sign-in, organisations, partnerships, memberships and roles.</summary>
internal static class AccountsRoom
{
    /// <summary>Name of the limit on sign-in: 20 tries a minute from one address, beside the lock of each account.</summary>
    public const string SignInLimit = "sign-in";

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<CurrentActor>();
        services.AddScoped(provider => provider.GetRequiredService<CurrentActor>().Value);
        services.AddScoped<SignIn>();
        services.AddScoped<InvitedPerson>();
        services.AddScoped<SignOut>();
        services.AddScoped<AddOrganisation>();
        services.AddScoped<AddPartnership>();
        services.AddScoped<ChangePartnership>();
        services.AddScoped<AddMember>();
        services.AddScoped<AddSteward>();
        services.AddScoped<ChangeMember>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<MakeApiKey>();
        services.AddScoped<RevokeApiKey>();
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                DataLimits.Of
            );
            limits.OnRejected = (refused, _) =>
                DataLimits.RefusedAsync(refused.HttpContext, refused.Lease);
            limits.AddPolicy(
                SignInLimit,
                context =>
                    HttpMethods.IsPost(context.Request.Method)
                        ? RateLimitPartition.GetFixedWindowLimiter(
                            context.Connection.RemoteIpAddress?.ToString() ?? "",
                            _ => new FixedWindowRateLimiterOptions
                            {
                                PermitLimit = 20,
                                Window = TimeSpan.FromMinutes(1),
                            }
                        )
                        : RateLimitPartition.GetNoLimiter("")
            );
        });
        services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "tandem-session";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.LoginPath = "/sign-in";
                cookie.ReturnUrlParameter = "returnTo";
                cookie.ExpireTimeSpan = Session.Limit;
                cookie.Events.OnRedirectToLogin = ChallengeAsync;
                cookie.Events.OnValidatePrincipal = CurrentActor.ValidateAsync;
            });
        // Deny unless permitted: a page or route that says nothing needs a signed-in person.
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>Finds out who asks, counts what they ask for, and holds keys to what they are for.</summary>
    public static void UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(ApiKeyRequests.ReadAsync);
        app.UseRateLimiter();
        app.Use(ApiKeyRequests.HoldAsync);
        app.UseAuthorization();
    }

    // A person is led to the page where they sign in; a program is told that it must say who it is.
    private static Task ChallengeAsync(RedirectContext<CookieAuthenticationOptions> challenge)
    {
        if (!challenge.Request.Path.StartsWithSegments("/api"))
        {
            challenge.Response.Redirect(challenge.RedirectUri);
            return Task.CompletedTask;
        }
        challenge.Response.Headers.WWWAuthenticate = "Bearer realm=\"Tandem\"";
        return Results
            .Problem(
                "Send a key: Authorization: Bearer tandem_…",
                statusCode: StatusCodes.Status401Unauthorized,
                title: "Only for people who have signed in, and their keys"
            )
            .ExecuteAsync(challenge.HttpContext);
    }
}

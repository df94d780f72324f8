using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Components.Navigation;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Features.Users.Import;

/// <summary>
/// Receives a file as the body of a request, in pieces and outside the circuit. The browser's script first asks for an
/// antiforgery token, which another site can't read.
/// </summary>
internal static class ImportUpload
{
    public const string Path = $"{UserAddress.Imports}/upload";
    private const string FileName = "X-File-Name";

    public static void Map(WebApplication app)
    {
        app.MapGet(Path, Token).Require(Permission.ManageUsers).ExcludeFromDescription();
        app.MapPost(Path, ReceiveAsync).Require(Permission.ManageUsers).ExcludeFromDescription();
    }

    private static IResult Token(HttpContext context, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new { header = tokens.HeaderName, token = tokens.RequestToken });
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        UserImports imports
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return ApiProblems.Bad(
                StatusCodes.Status400BadRequest,
                "The page has expired. Reload it and try again."
            );
        if (context.Request.ContentLength > UserImports.LargestFile)
            return TooLarge();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = UserImports.LargestFile + 1;
        try
        {
            var name = Uri.UnescapeDataString(context.Request.Headers[FileName].ToString());
            var id = await imports.ReceiveAsync(context.Request.Body, NameOf(name), context.RequestAborted);
            return id is null
                ? TooLarge()
                : TypedResults.Created(UserAddress.OfImport(id), new { address = UserAddress.OfImport(id) });
        }
        catch (UnreadableFileException exception)
        {
            return ApiProblems.Bad(StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (BadHttpRequestException exception)
            when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
    }

    private static IResult TooLarge() =>
        ApiProblems.Bad(
            StatusCodes.Status413PayloadTooLarge,
            $"The file is larger than {UserImports.LargestFile / 1024 / 1024} MB. Split it, and import the parts one after the other."
        );

    private static string NameOf(string name)
    {
        var clean = new string([.. name.Where(c => !char.IsControl(c))]).Trim();
        return clean.Length == 0 ? "file.csv" : clean;
    }
}

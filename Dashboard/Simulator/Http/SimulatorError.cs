namespace Dashboard.Simulator.Http;

/// <summary>SnapTrade's error shape, <c>{detail, code, status_code}</c>.</summary>
internal static class SimulatorError
{
    public const string BadSignature = "1076";
    public const string UnknownUser = "1083";
    public const string BadParameters = "1012";
    public const string UserExists = "1010";
    public const string RefreshOfDisabled = "3003";
    public const string AlreadyDisabled = "3011";
    public const string Other = "0000";

    public static IResult Of(int status, string code, string detail) =>
        Results.Json(
            new
            {
                detail,
                code,
                status_code = status,
            },
            statusCode: status
        );

    public static IResult Unsigned(string detail) =>
        Of(StatusCodes.Status401Unauthorized, BadSignature, detail);

    public static IResult BadRequest(string detail) =>
        Of(StatusCodes.Status400BadRequest, BadParameters, detail);

    public static IResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, Other, detail);

    public static IResult PaymentRequired(string code, string detail) =>
        Of(StatusCodes.Status402PaymentRequired, code, detail);
}

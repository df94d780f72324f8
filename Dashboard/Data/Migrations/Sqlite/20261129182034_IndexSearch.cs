using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class IndexSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SearchText",
                table: "SnapTradeUsers");

            migrationBuilder.CreateTable(
                name: "SearchTokenFills",
                columns: table => new
                {
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    After = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    CompletedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SearchTokenFills", x => x.Version);
                });

            // Without a row id, the rows are in their key alone, which halves the space and the writes.
            migrationBuilder.Sql(
                """
                CREATE TABLE "SearchTokens" (
                    "UserId" TEXT NOT NULL,
                    "Token" TEXT NOT NULL,
                    CONSTRAINT "PK_SearchTokens" PRIMARY KEY ("UserId", "Token")
                ) WITHOUT ROWID;
                """
            );

            migrationBuilder.CreateIndex(
                name: "IX_SearchTokens_Token_UserId",
                table: "SearchTokens",
                columns: new[] { "Token", "UserId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SearchTokenFills");

            migrationBuilder.DropTable(
                name: "SearchTokens");

            migrationBuilder.AddColumn<string>(
                name: "SearchText",
                table: "SnapTradeUsers",
                type: "TEXT",
                maxLength: 2000,
                nullable: false,
                defaultValue: "");
        }
    }
}

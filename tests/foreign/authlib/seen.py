"""What was asked of the server, for tests to count: `GET /seen`."""

from flask import jsonify, request


def write_down(app):
    requests = []

    @app.after_request
    def seen(response):
        # What a browser asks by itself before a call to another origin is no request of the app's.
        if request.method != "OPTIONS" and request.path != "/seen":
            parameters = request.values.to_dict()
            requests.append(
                {
                    "method": request.method,
                    "path": request.path,
                    "parameters": parameters,
                    "status": response.status_code,
                }
            )
        return response

    @app.get("/seen")
    def tell():
        return jsonify(requests)

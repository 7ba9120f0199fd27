"""Keeps the files that botocore reads in memory from one script to the next.

A new process would spend a tenth of a second on EC2's model alone. A script's process tells what it has read, and the
worker reads that as well, for all that are forked off it later.
"""

import botocore.loaders
import botocore.session

# Files stay in memory, so their number is limited. The first ones matter most.
MOST = 100


class SharedModels(botocore.loaders.Loader):
    """A loader that all sessions share, and that remembers which files were requested."""

    def __init__(self):
        super().__init__(botocore.loaders.create_loader().search_paths, include_default_search_paths=False)
        self._known = set()
        self._asked = []

    def install(self):
        botocore.session.create_loader = lambda search_path_string=None: self

    def load_service_model(self, service_name, type_name, api_version=None):
        self._note(service_name, type_name, api_version)
        return super().load_service_model(service_name, type_name, api_version)

    def load_data_with_path(self, name):
        self._note(name)
        return super().load_data_with_path(name)

    def asked(self):
        """The files that this process read and the worker did not, for `learn`."""
        return self._asked

    def learn(self, asked):
        """Reads the files that a script has read. Returns whether any were new."""
        fresh = [request for request in asked if request not in self._known]
        for request in fresh[: MOST - len(self._known)]:
            self._known.add(request)
            try:
                if len(request) == 1:
                    super().load_data_with_path(*request)
                else:
                    super().load_service_model(*request)
            except Exception:
                # Not every service has every file, and the script already has its answer.
                pass
        return len(fresh) > 0

    def _note(self, *request):
        if request not in self._known:
            self._asked.append(request)
